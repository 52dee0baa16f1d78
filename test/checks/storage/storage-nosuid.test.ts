import { storageNosuid } from '../../../checks/storage/storage-nosuid.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  GRAPH_ROOT as graphRoot,
  mounts,
  storage,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const vfs = storage(VFS_STORE);
const HOME = mounts('41 29 0:36 / /home rw,nosuid,relatime - ext4 /dev/vdb rw');

testCheck(storageNosuid, {
  pass: [{ name: 'no such option', facts: { storage: vfs, mounts: mounts() } }],
  fail: [
    {
      name: 'nosuid',
      facts: { storage: vfs, mounts: HOME },
      findings: [{ messageId: 'nosuid', data: { graphRoot, mountPoint: '/home' } }],
    },
  ],
  notApplicable: [{ name: 'overlay', facts: { storage: storage(), mounts: HOME } }],
});
