import { portInUse } from '../../../checks/network/port-in-use.ts';
import type { Listener } from '../../../src/parse/proc-net.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, hostNetworkOf } from '../../helpers/network-facts.ts';

function listening(...listeners: readonly Listener[]) {
  return { hostNetwork: hostNetworkOf({ listeners }), user: alice };
}

const needs = ['publish:8080'] as const;

testCheck(portInUse, {
  pass: [
    { name: 'nobody listens', needs, facts: listening() },
    { name: 'on another port', needs, facts: listening({ address: '00000000', port: 22, uid: 0 }) },
    {
      name: "the user's own container",
      needs,
      facts: listening({ address: '00000000', port: 8080, uid: 1000 }),
    },
    {
      name: 'a rootful container',
      needs: ['publish:8080', 'rootful'],
      facts: listening({ address: '00000000', port: 8080, uid: 0 }),
    },
  ],
  fail: [
    {
      name: 'a service',
      needs,
      facts: listening({ address: '0100007F', port: 8080, uid: 0 }),
      findings: [
        {
          messageId: 'taken',
          data: { port: 8080, uid: 0, address: '127.0.0.1' },
          evidence: [{ kind: 'kernel', where: '/proc/net/tcp' }],
        },
      ],
    },
    {
      name: 'on IPv6',
      needs,
      facts: listening({ address: '0'.repeat(32), port: 8080, uid: 33 }),
      findings: [{ messageId: 'taken', data: { port: 8080, uid: 33, address: '[::]' } }],
    },
    {
      name: 'on the loopback of IPv6, and on an address',
      needs: ['publish:8080', 'publish:8081'],
      facts: listening(
        { address: '00000000000000000000000001000000', port: 8080, uid: 33 },
        { address: '000080FE00000000FF005450B612345E', port: 8081, uid: 33 },
      ),
      findings: [
        { messageId: 'taken', data: { port: 8080, uid: 33, address: '[::1]' } },
        { messageId: 'taken', data: { port: 8081, uid: 33, address: 'an IPv6 address' } },
      ],
    },
  ],
  notApplicable: [{ name: 'no port', needs: ['run'], facts: listening() }],
  unknown: [
    {
      name: 'hidden',
      needs,
      facts: { hostNetwork: hostNetworkOf({ listeners: undefined }), user: alice },
    },
  ],
});
