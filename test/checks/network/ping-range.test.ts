import { pingRange } from '../../../checks/network/ping-range.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root } from '../../helpers/network-facts.ts';

const KEY = 'net.ipv4.ping_group_range';
const facts = { sysctls: new Map([[KEY, '0\t2147483647']]), user: alice };

testCheck(pingRange, {
  pass: [
    { name: "systemd's default", facts },
    { name: 'exactly the group', facts: { ...facts, sysctls: new Map([[KEY, '1000 1000']]) } },
  ],
  fail: [
    {
      name: "the kernel's default",
      facts: { ...facts, sysctls: new Map([[KEY, '1\t0']]) },
      findings: [
        {
          messageId: 'closed',
          data: { value: '1 0', gid: 1000, user: 'alice' },
          evidence: [{ kind: 'kernel', where: KEY, found: '1 0' }],
        },
      ],
    },
    {
      name: 'another group',
      facts: { ...facts, sysctls: new Map([[KEY, '0 999']]) },
      findings: [{ messageId: 'closed' }],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...facts, user: root } },
    { name: 'no such key', facts: { ...facts, sysctls: new Map([[KEY, null]]) } },
  ],
  unknown: [
    { name: 'hidden', facts: { ...facts, sysctls: new Map() } },
    { name: 'no range', facts: { ...facts, sysctls: new Map([[KEY, 'x']]) } },
  ],
});
