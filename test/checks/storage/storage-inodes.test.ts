import { storageInodes } from '../../../checks/storage/storage-inodes.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { GRAPH_ROOT as graphRoot, space, storage } from '../../helpers/storage-facts.ts';

testCheck(storageInodes, {
  pass: [
    { name: 'many', facts: { storage: storage() } },
    {
      name: 'btrfs counts none',
      facts: { storage: storage({ graphSpace: space({ totalInodes: 0, freeInodes: 0 }) }) },
    },
  ],
  fail: [
    {
      name: 'used up',
      facts: { storage: storage({ graphSpace: space({ freeInodes: 3 }) }) },
      findings: [
        {
          messageId: 'few',
          data: { graphRoot, path: graphRoot, free: 3, total: 1_000_000, needed: 200 },
        },
      ],
    },
  ],
  unknown: [{ name: 'not read', facts: { storage: storage({ graphSpace: null }) } }],
});
