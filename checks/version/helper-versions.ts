import { type PodmanProfile, profileOf } from '../../src/domain/podman-profile.ts';
import type { Versions } from '../../src/facts/versions.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { upstreamText, type Version } from '../../src/parse/version.ts';

type Message = 'pair' | 'podman';

/** netavark and aardvark-dns are released together and share their first two numbers. */
export const helperVersions = defineCheck({
  meta: {
    id: 'helper-versions',
    area: 'version',
    title: 'netavark and aardvark-dns fit each other and Podman',
    failureTitle: 'netavark, aardvark-dns and Podman do not fit together',
    description:
      'netavark writes the configuration that aardvark-dns reads, and Podman the one that netavark reads. Releases of different series misread each other: networks or names of containers then fail.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/blob/main/RELEASE_NOTES.md',
      'https://github.com/containers/aardvark-dns/blob/main/RELEASE_NOTES.md',
    ],
    messages: {
      pair: '{{netavarkPath}} is {{netavark}}, but {{aardvarkPath}} is {{aardvark}}.',
      podman: '{{netavarkPath}} is {{netavark}}; Podman {{podman}} goes with netavark {{needed}}.',
    },
    commands: {
      pair: [
        '{{netavarkPath}} --version',
        '{{aardvarkPath}} --version',
        'sudo apt-get install netavark aardvark-dns',
      ],
      podman: ['{{netavarkPath}} --version', 'sudo apt-get install netavark aardvark-dns'],
    },
    fixes: [],
  },
  requires: ['versions'],
  evaluate({ versions }) {
    const { netavark, 'aardvark-dns': aardvark } = valueOr(versions, NOT_ASKED);
    if (netavark?.version === undefined) {
      return notApplicable('netavark is not there, or does not say its version');
    }
    const asked = { path: netavark.path, version: netavark.version };
    return verdictOf<Message>([
      ...(aardvark?.version === undefined
        ? []
        : pairFindings(asked, { path: aardvark.path, version: aardvark.version })),
      ...podmanFindings(asked, profileOf(versions)),
    ]);
  },
});

const NOT_ASKED: Versions = {};

interface Helper {
  readonly path: string;
  readonly version: Version;
}

function pairFindings(netavark: Helper, aardvark: Helper): readonly Finding<Message>[] {
  const expected = series(netavark.version);
  if (series(aardvark.version) === expected) return [];
  const found = upstreamText(aardvark.version);
  return [
    {
      messageId: 'pair',
      data: {
        netavarkPath: netavark.path,
        netavark: upstreamText(netavark.version),
        aardvarkPath: aardvark.path,
        aardvark: found,
      },
      evidence: [
        {
          kind: 'command',
          where: `${aardvark.path} --version`,
          found,
          expected: `${expected}.x`,
        },
      ],
    },
  ];
}

function podmanFindings(
  { path, version }: Helper,
  profile: PodmanProfile | undefined,
): readonly Finding<Message>[] {
  const major = profile?.netavarkMajor ?? null;
  if (profile === undefined || major === null || version.numbers[0] === major) return [];
  const [found, needed] = [upstreamText(version), `${major}.x`];
  return [
    {
      messageId: 'podman',
      data: { netavarkPath: path, netavark: found, podman: upstreamText(profile.version), needed },
      evidence: [{ kind: 'command', where: `${path} --version`, found, expected: needed }],
    },
  ];
}

/** The first two numbers: releases of one series fit together. */
function series({ numbers: [major, minor = 0] }: Version): string {
  return `${major}.${minor}`;
}
