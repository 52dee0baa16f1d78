import { netavarkDriver } from '../../src/domain/firewall-driver.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import type { TomlSettings } from '../../src/parse/toml.ts';

/** Only bridge networks need it: every rootful one, and rootless ones that a user created. */
export const firewallDriver = defineCheck({
  meta: {
    id: 'firewall-driver',
    area: 'firewall',
    title: 'Netavark finds the firewall program that it runs',
    failureTitle: 'Netavark does not find the firewall program that it runs',
    description:
      'Containers on a bridge network (all rootful ones, and rootless ones of compose files) do not start.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F084', 'F089'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/blob/main/src/firewall/mod.rs',
      'https://github.com/containers/podman/issues/24285',
    ],
    messages: {
      missing:
        'netavark {{version}} sets up bridge networks with {{programs}}, which is neither on the PATH nor in the directories of system programs.',
      refused:
        '{{file}} line {{line}} sets firewall_driver="{{value}}", which netavark {{version}} does not know.',
    },
    commands: {
      missing: ['sudo apt-get install nftables iptables'],
      refused: ['sed -n {{line}}p {{file}}', 'podman network create --help'],
    },
    fixes: ['helper-packages'],
  },
  requires: ['tools', 'versions', 'containersConf'],
  evaluate({ tools, versions, containersConf }) {
    const netavark = versions.state === 'known' ? versions.value['netavark']?.version : undefined;
    if (netavark === undefined) return notApplicable('netavark is not there');
    const settings: TomlSettings =
      containersConf.state === 'known' ? containersConf.value.settings : new Map();
    const { name, programs, isSupported } = netavarkDriver(netavark, settings);
    const version = netavark.text;
    const setting = settings.get('network.firewall_driver');
    if (!isSupported && setting !== undefined) {
      const line = setting.line ?? 1;
      return fail(
        'refused',
        { file: setting.file, line, value: name, version },
        {
          kind: 'file',
          where: setting.file,
          line,
          found: `firewall_driver = "${name}"`,
          expected: 'nftables, firewalld or none, or no such line',
        },
      );
    }
    const paths = tools.state === 'known' ? tools.value.paths : {};
    if (programs.length === 0 || programs.some((program) => paths[program] !== undefined))
      return pass;
    return fail(
      'missing',
      { version, programs: programs.join(' or ') },
      {
        kind: 'command',
        where: `command -v ${programs.join(' ')}`,
        found: 'not found',
        expected: programs.join(' or '),
      },
    );
  },
});
