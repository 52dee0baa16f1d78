import { addsToBuiltIn, seekNetavark } from '../../src/domain/helper-directories.ts';
import { type PodmanProfile, profileOf } from '../../src/domain/podman-profile.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import type { ConfiguredPaths } from '../../src/facts/configured-paths.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { stringAt, stringsAt, type TomlSettings } from '../../src/parse/toml.ts';

/** `could not find "netavark" in one of […]`: a list in containers.conf replaces the built-in one. */
export const helperDirectories = defineCheck({
  meta: {
    id: 'helper-directories',
    area: 'version',
    title: 'Podman finds its helpers in the configured directories',
    failureTitle: 'The configured directories do not hold the helpers of Podman',
    description:
      'helper_binaries_dir replaces the directories that are built into Podman; netavark is looked for there and nowhere else, so no container gets a network.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: ['F090'],
    since: '0.1.0',
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
    messages: {
      withoutNetavark:
        '{{file}} line {{line}} sets helper_binaries_dir to {{directories}}, and netavark is in none of them.',
    },
    commands: {
      withoutNetavark: [
        'grep -n helper_binaries_dir {{file}}',
        'ls /usr/libexec/podman /usr/lib/podman',
      ],
    },
    fixes: ['containers-conf-drop-in'],
  },
  requires: ['containersConf', 'versions'],
  consults: ['configuredPaths'],
  evaluate({ containersConf, versions, configuredPaths }) {
    if (containersConf.state === 'absent') return pass;
    const { settings } = containersConf.value;
    const setting = settings.get('engine.helper_binaries_dir');
    const directories = stringsAt(settings, 'engine.helper_binaries_dir') ?? [];
    if (setting === undefined || directories.length === 0 || addsToBuiltIn(setting)) return pass;
    if (!usesNetavark(profileOf(versions), settings)) {
      return notApplicable('this Podman does not use netavark');
    }
    const paths = configuredPaths.state === 'known' ? configuredPaths.value : NOTHING;
    const netavark = seekNetavark(directories, paths);
    if (netavark === 'there') return pass;
    if (netavark === 'unseen') {
      return unknown('what the configured directories hold could not be seen');
    }
    const list = directories.join(', ');
    return fail(
      'withoutNetavark',
      { ...placeData(setting), directories: list },
      {
        kind: 'file',
        ...placeOf(setting),
        found: `helper_binaries_dir = ${list}`,
        expected: 'the directory of netavark among them',
      },
    );
  },
});

const NOTHING: ConfiguredPaths = new Map();

function usesNetavark(profile: PodmanProfile | undefined, settings: TomlSettings): boolean {
  if (profile?.networkBackends.includes('netavark') !== true) return false;
  return stringAt(settings, 'network.network_backend') !== 'cni';
}
