import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { chosenRuntime, type ChosenRuntime } from '../../src/domain/oci-runtime.ts';
import { profileOf } from '../../src/domain/podman-profile.ts';
import type { ToolVersion, Versions } from '../../src/facts/versions.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';
import { isAtLeast, upstreamText } from '../../src/parse/version.ts';

type RuntimeMessage = 'missing' | 'configuredMissing' | 'broken' | 'tooOld';

/** The names of which the fact `tools` knows whether they are on the PATH. */
const KNOWN_NAMES = new Set(['crun', 'runc']);

export const ociRuntime = defineCheck({
  meta: {
    id: 'oci-runtime',
    area: 'version',
    title: 'The OCI runtime is there and fits Podman',
    failureTitle: 'The OCI runtime is missing, broken or too old for Podman',
    description:
      'Podman starts each container by an OCI runtime, crun or runc. Without one that works no container starts.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: ['F148', 'F150'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/27272',
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
    ],
    messages: {
      missing: 'No OCI runtime is installed: neither crun nor runc is on the PATH.',
      configuredMissing:
        '{{file}} line {{line}} sets runtime = "{{name}}", which is not installed.',
      broken: '{{path}} does not run: {{output}} (exit code {{exitCode}}).',
      tooOld: '{{path}} is crun {{version}}, but Podman {{podman}} needs crun {{needed}} or later.',
    },
    commands: {
      missing: ['sudo apt-get install crun', 'podman run --rm IMAGE true'],
      configuredMissing: ['grep -n runtime {{file}}', 'sudo apt-get install crun'],
      broken: ['{{path}} --version', 'ldd {{path}}', 'sudo apt-get install --reinstall crun'],
      tooOld: ['{{path}} --version', 'sudo apt-get install crun'],
    },
    fixes: ['helper-packages', 'package-reinstall', 'containers-conf-drop-in'],
  },
  requires: ['tools', 'versions'],
  consults: ['containersConf', 'configuredPaths'],
  evaluate({ tools, versions, containersConf, configuredPaths }) {
    const found = valueOr(tools, undefined);
    if (found?.onPath.podman === undefined) return notApplicable('there is no podman');
    const runtime = chosenRuntime(containersConf, configuredPaths, found);
    if (runtime.path === null && found.store !== null) return unknown(whyUnseen(found));
    if (runtime.path === null) return missing(runtime);
    if (runtime.name !== 'crun' || found.onPath.crun !== runtime.path) return pass;
    return versionVerdict(runtime.path, versions);
  },
  explains: (_, { messageId }) => (messageId === 'missing' ? [{ check: 'recorded-runtime' }] : []),
});

function missing({ name, setting, lookedIn }: ChosenRuntime): Verdict<RuntimeMessage> {
  if (setting === undefined) {
    const where = 'command -v crun runc';
    return fail(
      'missing',
      {},
      { kind: 'command', where, found: 'neither', expected: '/usr/bin/crun' },
    );
  }
  if (!name.startsWith('/') && !KNOWN_NAMES.has(name) && lookedIn.length > 0) {
    // Podman knows built-in paths for kata, runj, youki, …; where those are was not looked at.
    const builtIn = ['crun-vm', 'crun-wasm', 'kata', 'krun', 'ocijail', 'runj', 'runsc', 'youki'];
    if (builtIn.includes(name)) return unknown(`whether ${name} is installed was not looked at`);
  }
  const { file, line } = setting;
  return fail(
    'configuredMissing',
    { ...placeData({ file, line }), name },
    {
      kind: 'file',
      ...placeOf({ file, line }),
      found: `runtime = "${name}"`,
      expected: 'the name of an installed runtime, such as crun',
    },
  );
}

function versionVerdict(path: string, versions: FactState<Versions>): Verdict<RuntimeMessage> {
  const crun: ToolVersion | undefined =
    versions.state === 'known' ? versions.value.crun : undefined;
  if (crun === undefined) return pass;
  const evidence = { kind: 'command', where: `${path} --version` } as const;
  if (crun.exitCode !== 0) {
    const output = crun.output === '' ? 'no output' : crun.output;
    const data = { path, output, exitCode: crun.exitCode };
    return fail('broken', data, { ...evidence, found: output, expected: 'crun version …' });
  }
  const profile = profileOf(versions);
  const needed = profile?.minimumCrun ?? null;
  if (profile === undefined || needed === null || crun.version === undefined) return pass;
  if (isAtLeast(crun.version, needed)) return pass;
  const version = upstreamText(crun.version);
  const data = { path, version, needed, podman: upstreamText(profile.version) };
  return fail('tooOld', data, { ...evidence, found: version, expected: `${needed} or later` });
}
