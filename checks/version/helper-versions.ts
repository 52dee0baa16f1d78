import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { upstreamText } from '../../src/parse/version.ts';

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
    const all = valueOr(versions, undefined);
    const [netavark, aardvark] = [all?.netavark, all?.['aardvark-dns']];
    if (netavark?.version === undefined)
      return notApplicable('netavark is not there, or does not say its version');
    const found = upstreamText(netavark.version);
    const findings: Finding<'pair' | 'podman'>[] = [];
    if (
      aardvark?.version !== undefined &&
      series(aardvark.version.numbers) !== series(netavark.version.numbers)
    ) {
      const other = upstreamText(aardvark.version);
      findings.push({
        messageId: 'pair',
        data: {
          netavarkPath: netavark.path,
          netavark: found,
          aardvarkPath: aardvark.path,
          aardvark: other,
        },
        evidence: [
          {
            kind: 'command',
            where: `${aardvark.path} --version`,
            found: other,
            expected: `${series(netavark.version.numbers)}.x`,
          },
        ],
      });
    }
    const profile = profileOf(versions);
    if (profile?.netavarkMajor != null && netavark.version.numbers[0] !== profile.netavarkMajor) {
      findings.push({
        messageId: 'podman',
        data: {
          netavarkPath: netavark.path,
          netavark: found,
          podman: upstreamText(profile.version),
          needed: `${profile.netavarkMajor}.x`,
        },
        evidence: [
          {
            kind: 'command',
            where: `${netavark.path} --version`,
            found,
            expected: `${profile.netavarkMajor}.x`,
          },
        ],
      });
    }
    return verdictOf(findings);
  },
});

function series([major, minor = 0]: readonly number[]): string {
  return `${major ?? 0}.${minor}`;
}
