import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { stringAt, stringsAt } from '../../src/parse/toml.ts';

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
    covers: [],
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
    fixes: [],
  },
  requires: ['containersConf', 'versions'],
  consults: ['configuredPaths'],
  evaluate({ containersConf, versions, configuredPaths }) {
    const settings = valueOr(containersConf, undefined)?.settings;
    const setting = settings?.get('engine.helper_binaries_dir');
    const directories =
      settings === undefined ? undefined : stringsAt(settings, 'engine.helper_binaries_dir');
    if (settings === undefined || setting === undefined || directories === undefined) return pass;
    const addsToBuiltIn = Array.isArray(setting.value) && setting.value.length > directories.length;
    if (directories.length === 0 || addsToBuiltIn) return pass;
    const profile = profileOf(versions);
    if (
      profile === undefined ||
      !profile.networkBackends.includes('netavark') ||
      stringAt(settings, 'network.network_backend') === 'cni'
    ) {
      return notApplicable('this Podman does not use netavark');
    }
    if (configuredPaths.state !== 'known')
      return unknown('what the directories hold could not be seen');
    const states = directories.map(
      (directory) =>
        configuredPaths.value.get(`${directory.replace(/\/$/u, '')}/netavark`) ??
        configuredPaths.value.get(`${directory}/netavark`) ??
        configuredPaths.value.get(directory),
    );
    if (states.includes('program')) return pass;
    if (states.some((state) => state === undefined || state === 'denied'))
      return unknown('what the directories hold could not be seen');
    const { file, line } = setting;
    const list = directories.join(', ');
    return fail(
      'withoutNetavark',
      { file, line: line ?? '?', directories: list },
      {
        kind: 'file',
        where: file,
        ...(line === null ? {} : { line }),
        found: `helper_binaries_dir = ${list}`,
        expected: 'the directory of netavark among them',
      },
    );
  },
});
