import { storagePath } from '../../../checks/storage/storage-path.ts';
import { absent } from '../../../src/model/fact.ts';
import type { StorageDirectory } from '../../../src/parse/storage.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ADA, GRAPH_ROOT as graphRoot, ROOT, storage } from '../../helpers/storage-facts.ts';

function directory(path: string, mode: number, uid: number, gid: number): StorageDirectory {
  return { path, mode, uid, gid, type: 'directory' };
}

const above = (...directories: readonly StorageDirectory[]) =>
  storage({ directories: [directory('/', 0o755, 0, 0), ...directories] });
const path = '/home/ada';

testCheck(storagePath, {
  pass: [
    { name: 'a store in the home', facts: { storage: storage(), user: ADA } },
    {
      name: 'a home that is closed to others, as Debian makes it',
      facts: { storage: above(directory(path, 0o700, 1000, 1000)), user: ADA },
    },
    {
      name: 'a home of another group that others may pass',
      facts: { storage: above(directory(path, 0o701, 1000, 100)), user: ADA },
    },
    {
      name: 'a home of the group users, which is that of the user',
      facts: { storage: above(directory(path, 0o700, 1000, 100)), user: { ...ADA, gid: 100 } },
    },
    { name: 'no store', facts: { storage: absent('not on this host'), user: ADA } },
  ],
  fail: [
    {
      name: 'a home of another group',
      facts: { storage: above(directory(path, 0o2750, 1000, 100)), user: ADA },
      findings: [
        {
          messageId: 'foreignGroup',
          data: {
            path,
            mode: '2750',
            uid: 1000,
            gid: 100,
            userGid: 1000,
            user: 'ada',
            graphRoot,
          },
          evidence: [{ where: path, found: 'mode 2750, uid 1000, gid 100' }],
        },
      ],
    },
    {
      name: 'a disk of the desktop, open to the user by an access list',
      facts: { storage: above(directory('/run/media/ada', 0o750, 0, 0)), user: ADA },
      findings: [{ messageId: 'foreignOwner', evidence: [{ where: '/run/media/ada' }] }],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { storage: storage(), user: ROOT } },
    {
      name: 'a directory that is closed to the user as well',
      facts: {
        storage: storage({
          hiddenBy: graphRoot,
          directories: [directory('/srv/store', 0o700, 0, 0)],
        }),
        user: ADA,
      },
    },
  ],
});
