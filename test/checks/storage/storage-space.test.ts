import { storageSpace } from '../../../checks/storage/storage-space.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { GRAPH_ROOT as graphRoot, space, storage } from '../../helpers/storage-facts.ts';

const MIB = 2 ** 20;

testCheck(storageSpace, {
  pass: [
    { name: 'half empty', facts: { storage: storage() } },
    {
      name: 'just enough',
      facts: { storage: storage({ graphSpace: space({ freeBytes: 32 * MIB }) }) },
    },
    {
      name: 'a file system without sizes',
      facts: { storage: storage({ graphSpace: space({ totalBytes: 0, freeBytes: 0 }) }) },
    },
  ],
  fail: [
    {
      name: 'full',
      facts: {
        storage: storage({
          graphSpace: space({ freeBytes: 3 * MIB }),
          tmpSpace: space({ path: '/var/tmp', freeBytes: 3 * MIB }),
        }),
      },
      findings: [
        {
          messageId: 'full',
          data: { graphRoot, path: graphRoot, free: '3 MiB', total: '100.0 GiB', needed: '32 MiB' },
        },
      ],
      explains: [{ check: 'storage-space-low' }, { check: 'tmp-space', messageId: 'low' }],
    },
    {
      name: 'and the temporary directory is on another disk',
      facts: {
        storage: storage({
          graphSpace: space({ freeBytes: 3 * MIB }),
          tmpSpace: space({ path: '/var/tmp', freeBytes: 78 * MIB }),
        }),
      },
      findings: [{ messageId: 'full' }],
      explains: [{ check: 'storage-space-low' }],
    },
  ],
  unknown: [{ name: 'not read', facts: { storage: storage({ graphSpace: null }) } }],
});
