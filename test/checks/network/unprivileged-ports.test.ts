import { unprivilegedPorts } from '../../../checks/network/unprivileged-ports.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root } from '../../helpers/network-facts.ts';

const KEY = 'net.ipv4.ip_unprivileged_port_start';
const facts = { sysctls: new Map([[KEY, '1024']]), user: alice };

testCheck(unprivilegedPorts, {
  pass: [
    { name: 'a high port', needs: ['publish:8080'], facts },
    { name: 'the first open port', needs: ['publish:1024'], facts },
    { name: 'opened', needs: ['publish:80'], facts: { ...facts, sysctls: new Map([[KEY, '80']]) } },
  ],
  fail: [
    {
      name: 'two low ports',
      needs: ['publish:80', 'publish:443', 'publish:8080'],
      facts,
      findings: [
        {
          messageId: 'closed',
          data: { port: 80, start: 1024, lowest: 80 },
          evidence: [{ kind: 'kernel', where: KEY }],
        },
        { messageId: 'closed', data: { port: 443, start: 1024, lowest: 80 } },
      ],
    },
    {
      name: 'a kernel without the key',
      needs: ['publish:80'],
      facts: { ...facts, sysctls: new Map([[KEY, null]]) },
      findings: [{ messageId: 'closed' }],
    },
  ],
  notApplicable: [
    { name: 'no port', needs: ['run'], facts },
    { name: 'root', needs: ['publish:80'], facts: { ...facts, user: root } },
  ],
  unknown: [
    { name: 'hidden', needs: ['publish:80'], facts: { ...facts, sysctls: new Map() } },
    {
      name: 'no number',
      needs: ['publish:80'],
      facts: { ...facts, sysctls: new Map([[KEY, 'x']]) },
    },
  ],
});
