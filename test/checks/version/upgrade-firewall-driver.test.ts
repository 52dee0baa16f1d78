import { upgradeFirewallDriver } from '../../../checks/version/upgrade-firewall-driver.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { settingsOf, versionsOf } from '../../helpers/network-facts.ts';

const facts = { versions: versionsOf({ podman: '5.4.2' }), containersConf: settingsOf() };
const file = '/home/alice/.config/containers/containers.conf';
const driver = (name: string) => settingsOf({ 'network.firewall_driver': name });

testCheck(upgradeFirewallDriver, {
  pass: [
    { name: 'nothing configured', facts },
    { name: 'no file', facts: { ...facts, containersConf: absent('none') } },
    { name: 'nftables', facts: { ...facts, containersConf: driver('nftables') } },
    { name: 'a name that was never right', facts: { ...facts, containersConf: driver('pf') } },
  ],
  fail: [
    {
      name: 'iptables',
      facts: { ...facts, containersConf: driver('IPtables') },
      findings: [
        {
          messageId: 'iptables',
          data: { file, line: 2, needed: '2.0.0', target: 'Podman 6' },
          evidence: [{ where: file, line: 2, found: 'firewall_driver = "iptables"' }],
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'to Podman 5',
      facts: { containersConf: driver('iptables'), versions: versionsOf({ podman: '4.9.3' }) },
      target: '5',
    },
    { name: 'no target', facts: { ...facts, containersConf: driver('iptables') }, target: null },
  ],
});
