import { storageSpaceLow } from '../../../checks/storage/storage-space-low.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { GRAPH_ROOT as graphRoot, space, storage } from '../../helpers/storage-facts.ts';

const MIB = 2 ** 20;

testCheck(storageSpaceLow, {
  pass: [
    { name: 'half empty', facts: { storage: storage() } },
    {
      name: 'full is for another check',
      facts: { storage: storage({ graphSpace: space({ freeBytes: 0 }) }) },
    },
  ],
  fail: [
    {
      name: 'little room',
      facts: {
        storage: storage({
          graphSpace: space({ freeBytes: 300 * MIB }),
          tmpSpace: space({ path: '/var/tmp', freeBytes: 300 * MIB }),
        }),
      },
      findings: [
        {
          messageId: 'low',
          data: {
            graphRoot,
            path: graphRoot,
            free: '300 MiB',
            total: '100.0 GiB',
            needed: '512 MiB',
          },
        },
      ],
      explains: [{ check: 'tmp-space', messageId: 'low' }],
    },
    {
      name: 'and the temporary directory is on another disk',
      facts: {
        storage: storage({
          graphSpace: space({ freeBytes: 300 * MIB }),
          tmpSpace: space({ path: '/var/tmp', freeBytes: 78 * MIB }),
        }),
      },
      findings: [{ messageId: 'low' }],
      explains: [],
    },
  ],
  unknown: [{ name: 'not read', facts: { storage: storage({ graphSpace: null }) } }],
});
