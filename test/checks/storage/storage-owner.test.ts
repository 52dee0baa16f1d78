import { storageOwner } from '../../../checks/storage/storage-owner.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ADA, GRAPH_ROOT, mounts, NO_STORE, storage } from '../../helpers/storage-facts.ts';

const at = (path: string, uid: number, mode: number, type = 'directory') => ({
  directories: [{ path, mode, uid, gid: uid, type }],
});
const data = { user: 'ada', graphRoot: GRAPH_ROOT };

testCheck(storageOwner, {
  pass: [
    { name: 'the own store', facts: { storage: storage(), user: ADA, mounts: mounts() } },
    { name: 'no store yet', facts: { storage: storage(NO_STORE), user: ADA } },
    { name: 'no directory is known', facts: { storage: storage({ directories: [] }), user: ADA } },
  ],
  fail: [
    {
      name: 'root owns the store',
      facts: {
        storage: storage({ writable: false, ...at(GRAPH_ROOT, 0, 0o755) }),
        user: ADA,
        mounts: mounts(),
      },
      findings: [
        { messageId: 'notWritable', data: { ...data, path: GRAPH_ROOT, uid: 0, mode: '755' } },
      ],
      explains: [{ check: 'home-permissions', below: GRAPH_ROOT }],
    },
    {
      name: 'the copied configuration of root',
      facts: {
        storage: storage({
          graphRoot: '/var/lib/containers/storage',
          exists: false,
          place: '/var/lib',
          writable: false,
          ...at('/var/lib', 0, 0o755),
        }),
        user: ADA,
      },
      findings: [{ messageId: 'notWritable' }],
    },
    {
      name: 'read-only',
      facts: {
        storage: storage({ writable: false }),
        user: ADA,
        mounts: mounts('41 29 0:36 / /home ro,relatime shared:20 - ext4 /dev/vdb ro'),
      },
      findings: [{ messageId: 'readOnly', data: { path: GRAPH_ROOT, mountPoint: '/home' } }],
    },
    {
      name: 'files of root in the store',
      facts: { storage: storage({ foreign: [`${GRAPH_ROOT}/storage.lock`] }), user: ADA },
      findings: [{ messageId: 'foreign', data: { ...data, path: `${GRAPH_ROOT}/storage.lock` } }],
      explains: [],
    },
    {
      name: 'mode 000',
      facts: { storage: storage({ hiddenBy: GRAPH_ROOT, writable: false }), user: ADA },
      findings: [{ messageId: 'hidden', data: { ...data, path: GRAPH_ROOT } }],
    },
    {
      name: 'a parent hides it',
      facts: {
        storage: storage({
          hiddenBy: GRAPH_ROOT,
          exists: false,
          writable: false,
          ...at('/home/ada', 0, 0o700),
        }),
        user: ADA,
      },
      findings: [{ messageId: 'hidden', data: { ...data, path: '/home/ada' } }],
    },
    {
      name: 'a file',
      facts: { storage: storage(at(GRAPH_ROOT, 1000, 0o644, 'regular file')), user: ADA },
      findings: [{ messageId: 'noDirectory', data: { path: GRAPH_ROOT, type: 'regular file' } }],
    },
  ],
});
