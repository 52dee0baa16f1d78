import { firewallDriver } from '../../../checks/firewall/firewall-driver.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const trixie = { versions: versionsOf({ netavark: '1.14.0' }), containersConf: settingsOf() };
const bookworm = { versions: versionsOf({ netavark: '1.4.0' }), containersConf: settingsOf() };
const driver = (value: string) => settingsOf({ 'network.firewall_driver': value });

testCheck(firewallDriver, {
  pass: [
    { name: 'Debian 13 with nft', facts: { ...trixie, tools: toolsOf('nft') } },
    { name: 'Debian 12 with iptables', facts: { ...bookworm, tools: toolsOf('iptables') } },
    {
      name: 'either will do',
      facts: {
        ...trixie,
        versions: versionsOf({ netavark: '1.12.0' }),
        tools: toolsOf('iptables'),
      },
    },
    {
      name: 'the driver none needs no program',
      facts: { ...trixie, containersConf: driver('none'), tools: toolsOf() },
    },
  ],
  fail: [
    {
      name: 'Debian 13 without nft',
      facts: { ...trixie, tools: toolsOf('iptables') },
      findings: [{ messageId: 'missing', data: { version: '1.14.0', programs: 'nft' } }],
    },
    {
      name: 'a driver of another version',
      facts: { ...bookworm, containersConf: driver('nftables'), tools: toolsOf('nft') },
      findings: [
        {
          messageId: 'refused',
          data: {
            file: '/home/alice/.config/containers/containers.conf',
            line: 2,
            value: 'nftables',
            version: '1.4.0',
          },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'CNI', facts: { ...trixie, versions: {}, tools: toolsOf() } }],
});
