import { podmanCopies } from '../../../checks/version/podman-copies.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { tools, TOOLS } from '../../helpers/storage-facts.ts';

const podman = '/usr/local/bin/podman';

testCheck(podmanCopies, {
  pass: [
    { name: 'one', facts: { tools: TOOLS } },
    { name: 'none', facts: { tools: tools() } },
  ],
  fail: [
    {
      name: 'two',
      facts: { tools: tools({ podman }, { podmans: [podman, '/usr/bin/podman'] }) },
      findings: [{ messageId: 'several', data: { first: podman, others: '/usr/bin/podman' } }],
    },
  ],
});
