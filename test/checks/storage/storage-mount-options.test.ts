import { storageMountOptions } from '../../../checks/storage/storage-mount-options.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  GRAPH_ROOT as graphRoot,
  mounts,
  storage,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const vfs = storage(VFS_STORE);
const HOME = mounts('41 29 0:36 / /home rw,noexec,relatime - ext4 /dev/vdb rw');

testCheck(storageMountOptions, {
  pass: [{ name: 'no such option', facts: { storage: vfs, mounts: mounts() } }],
  fail: [
    {
      name: 'noexec',
      facts: { storage: vfs, mounts: HOME },
      findings: [{ messageId: 'noexec', data: { graphRoot, mountPoint: '/home' } }],
    },
  ],
  notApplicable: [{ name: 'overlay', facts: { storage: storage(), mounts: HOME } }],
});
