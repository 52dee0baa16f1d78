import { firewallReloadFlush } from '../../../checks/firewall/firewall-reload-flush.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { firewallOf, unit } from '../../helpers/network-facts.ts';

const lines = [{ file: '/etc/nftables.conf', line: 3, text: 'flush ruleset' }];
const enabled = unit('nftables', true);

testCheck(firewallReloadFlush, {
  pass: [
    { name: 'no flush', facts: { firewall: firewallOf({ units: [enabled] }) } },
    {
      name: 'a drop-in puts the rules back',
      facts: {
        firewall: firewallOf({
          lines: [
            ...lines,
            {
              file: '/etc/systemd/system/nftables.service.d/podman.conf',
              line: 2,
              text: 'ExecStartPost=-/usr/bin/podman network reload --all',
            },
          ],
          units: [enabled],
        }),
      },
    },
    {
      name: 'the rules are put back',
      facts: {
        firewall: firewallOf({ lines, units: [enabled, unit('netavark-nftables-reload', true)] }),
      },
    },
  ],
  fail: [
    {
      name: 'nothing puts the rules back',
      facts: { firewall: firewallOf({ lines, units: [enabled] }) },
      findings: [
        {
          messageId: 'noUnit',
          data: { file: '/etc/nftables.conf', line: 3 },
          evidence: [
            { kind: 'file', where: '/etc/nftables.conf', line: 3, found: 'flush ruleset' },
          ],
        },
      ],
    },
    {
      name: 'the unit for it is not enabled',
      facts: {
        firewall: firewallOf({ lines, units: [enabled, unit('netavark-nftables-reload', false)] }),
      },
      findings: [{ messageId: 'unit' }],
    },
  ],
  notApplicable: [
    {
      name: "Debian's default",
      facts: { firewall: firewallOf({ lines, units: [unit('nftables', false)] }) },
    },
  ],
});
