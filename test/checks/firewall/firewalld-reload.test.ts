import { firewalldReload } from '../../../checks/firewall/firewalld-reload.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { firewallOf, unit } from '../../helpers/network-facts.ts';

const active = unit('firewalld', true, 'active');

testCheck(firewalldReload, {
  pass: [
    {
      name: 'the rules are put back',
      facts: { firewall: firewallOf({ units: [active, unit('netavark-firewalld-reload', true)] }) },
    },
  ],
  fail: [
    {
      name: 'no such unit',
      facts: { firewall: firewallOf({ units: [active] }) },
      findings: [{ messageId: 'noUnit' }],
    },
    {
      name: 'not enabled',
      facts: {
        firewall: firewallOf({ units: [active, unit('netavark-firewalld-reload', false)] }),
      },
      findings: [{ messageId: 'disabled', evidence: [{ kind: 'unit', found: 'disabled' }] }],
    },
  ],
  notApplicable: [
    { name: 'not installed', facts: { firewall: firewallOf() } },
    {
      name: 'not running',
      facts: { firewall: firewallOf({ units: [unit('firewalld', true, 'inactive')] }) },
    },
  ],
});
