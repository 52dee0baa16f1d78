import { isRoot } from '../../src/domain/podman-network.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import { stringAt, type TomlSettings } from '../../src/parse/toml.ts';

type Message = 'command' | 'netns';

/** `invalid default_rootless_network_cmd option "slirp4netns"`, `slirp4netns support has been removed`. */
export const upgradeRootlessNetwork = defineCheck({
  meta: {
    id: 'upgrade-rootless-network',
    area: 'version',
    title: 'The Podman to come has the configured way to connect containers',
    failureTitle: 'The Podman to come does not have the configured way to connect containers',
    description:
      'Podman 6 connects rootless containers with pasta only. While the configuration asks for slirp4netns, it makes no container.',
    severity: 'error',
    needs: ['upgrade'],
    covers: ['F094'],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
      'https://github.com/podman-container-tools/container-libs/blob/main/common/docs/containers.conf.5.md',
    ],
    messages: {
      command:
        '{{file}} line {{line}} sets default_rootless_network_cmd="slirp4netns", which {{target}} refuses.',
      netns: '{{file}} line {{line}} sets netns="{{value}}", and {{target}} has no slirp4netns.',
    },
    commands: {
      command: ["sed -i '/^ *default_rootless_network_cmd/d' {{file}}"],
      netns: ['grep -n netns {{file}}'],
    },
    fixes: [],
  },
  requires: ['versions', 'containersConf', 'user'],
  evaluate({ versions, containersConf, user }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    const { to, name } = upgrade;
    if (to.rootlessNetworkTools.includes('slirp4netns')) {
      return notApplicable(`${name} still has slirp4netns`);
    }
    const settings: TomlSettings =
      containersConf.state === 'known' ? containersConf.value.settings : new Map();
    return verdictOf<Message>([
      // Containers of root are on a bridge.
      ...(isRoot(user) ? [] : commandFindings(settings, name)),
      ...netnsFindings(settings, name),
    ]);
  },
});

function commandFindings(settings: TomlSettings, target: string): readonly Finding<Message>[] {
  const key = 'network.default_rootless_network_cmd';
  const setting = settings.get(key);
  if (setting === undefined || stringAt(settings, key) !== 'slirp4netns') return [];
  return [
    {
      messageId: 'command',
      data: { ...placeData(setting), target },
      evidence: [
        {
          kind: 'file',
          ...placeOf(setting),
          found: 'default_rootless_network_cmd = "slirp4netns"',
          expected: '"pasta", or no such line',
        },
      ],
    },
  ];
}

/** The value is what `--network` takes: `slirp4netns`, or that with options after a colon. */
function netnsFindings(settings: TomlSettings, target: string): readonly Finding<Message>[] {
  const setting = settings.get('containers.netns');
  const value = stringAt(settings, 'containers.netns') ?? '';
  if (setting === undefined || value.split(':')[0] !== 'slirp4netns') return [];
  return [
    {
      messageId: 'netns',
      data: { ...placeData(setting), value, target },
      evidence: [
        {
          kind: 'file',
          ...placeOf(setting),
          found: `netns = "${value}"`,
          expected: '"pasta", "bridge", or no such line',
        },
      ],
    },
  ];
}
