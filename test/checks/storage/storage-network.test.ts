import { storageNetwork } from '../../../checks/storage/storage-network.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { GRAPH_ROOT as graphRoot, mounts, storage } from '../../helpers/storage-facts.ts';

testCheck(storageNetwork, {
  pass: [{ name: 'ext4', facts: { storage: storage(), mounts: mounts() } }],
  fail: [
    {
      name: 'NFS',
      facts: { storage: storage(), mounts: mounts('41 29 0:36 / /home rw - nfs4 nas:/home rw') },
      findings: [
        {
          messageId: 'network',
          data: { graphRoot, type: 'nfs4', source: 'nas:/home', mountPoint: '/home' },
        },
      ],
    },
  ],
  unknown: [{ name: 'no mount', facts: { storage: storage(), mounts: [] } }],
});
