import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { type PodmanProfile, profileOf } from '../../src/domain/podman-profile.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import type { ConfiguredPaths } from '../../src/facts/configured-paths.ts';
import type { Tools } from '../../src/facts/tools.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { TomlSetting, TomlSettings } from '../../src/parse/toml.ts';

/**
 * Measured with Podman 5.4: without catatonit containers start, `--init` fails with
 * `lookup init binary: exec: "catatonit": executable file not found in $PATH`, and with 4.3
 * `container-init binary not found on the host: stat /usr/libexec/podman/catatonit`.
 */
export const initBinary = defineCheck({
  meta: {
    id: 'init-binary',
    area: 'version',
    title: 'The init process for containers is there',
    failureTitle: 'The init process for containers is missing',
    description:
      'Podman puts catatonit into containers that are started with --init and into pods, and keeps the user namespace by it.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F154'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html#init',
      'https://github.com/openSUSE/catatonit',
    ],
    messages: {
      missing: 'catatonit is not where Podman looks for it: containers with --init do not start.',
      configuredMissing: '{{file}} line {{line}} sets init_path = "{{path}}", which is no program.',
    },
    commands: {
      missing: ['sudo apt-get install catatonit'],
      configuredMissing: ['ls -l {{path}}', 'sudo apt-get install catatonit'],
    },
    fixes: ['helper-packages'],
  },
  requires: ['tools'],
  consults: ['containersConf', 'configuredPaths', 'versions'],
  evaluate({ tools, containersConf, configuredPaths, versions }) {
    if (tools.state === 'absent' || tools.value.onPath.podman === undefined) {
      return notApplicable('there is no podman');
    }
    const settings = containersConf.state === 'known' ? containersConf.value.settings : NOTHING;
    const setting = settings.get('containers.init_path') ?? settings.get('engine.init_path');
    if (typeof setting?.value === 'string' && setting.value !== '') {
      return configuredVerdict(setting.value, setting, configuredPaths);
    }
    const where = '/usr/libexec/podman/catatonit';
    const { onPath } = tools.value;
    if (isFound(tools.value, profileOf(versions))) return pass;
    if (tools.value.store !== null) return unknown(whyUnseen(tools.value));
    const found = onPath.catatonit ?? 'nothing';
    return fail('missing', {}, { kind: 'file', where, found, expected: where });
  },
});

/** Before Podman 5 the PATH was not searched. */
function isFound({ paths, onPath }: Tools, profile: PodmanProfile | undefined): boolean {
  if (paths.catatonit === undefined) return false;
  return (profile?.major ?? 5) >= 5 || paths.catatonit !== onPath.catatonit;
}

const NOTHING: TomlSettings = new Map();

function configuredVerdict(
  path: string,
  setting: TomlSetting,
  configured: FactState<ConfiguredPaths>,
): Verdict<'configuredMissing'> {
  const state = configured.state === 'known' ? configured.value.get(path) : undefined;
  if (state === 'program') return pass;
  if (state === undefined || state === 'denied') {
    return unknown(`whether ${path} is a program could not be seen`);
  }
  return fail(
    'configuredMissing',
    { ...placeData(setting), path },
    {
      kind: 'file',
      ...placeOf(setting),
      found: `init_path = "${path}"`,
      expected: 'the path of a program',
    },
  );
}
