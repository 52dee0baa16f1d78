import { storageLayers } from '../../../checks/storage/storage-layers.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { GRAPH_ROOT, NO_STORE, storage, VFS_STORE } from '../../helpers/storage-facts.ts';

const link = `${GRAPH_ROOT}/overlay/0a1b/link`;
const lower = `${GRAPH_ROOT}/overlay/2c3d/lower`;

testCheck(storageLayers, {
  pass: [
    { name: 'whole', facts: { storage: storage() } },
    { name: 'a store of vfs, which has no links', facts: { storage: storage(VFS_STORE) } },
    { name: 'no store yet', facts: { storage: storage(NO_STORE) } },
    { name: 'no store', facts: { storage: absent('not on this host') } },
  ],
  fail: [
    {
      name: 'two files are empty',
      facts: { storage: storage({ emptyLinks: [link, lower] }) },
      findings: [
        { messageId: 'emptyLink', data: { path: link }, evidence: [{ where: link }] },
        { messageId: 'emptyLower', data: { path: lower }, evidence: [{ where: lower }] },
      ],
      explains: [],
    },
    {
      name: 'very many files are empty',
      facts: { storage: storage({ emptyLinks: Array.from({ length: 9 }, () => link) }) },
      findings: [
        { messageId: 'emptyLink' },
        { messageId: 'emptyLink' },
        { messageId: 'emptyLink' },
        { messageId: 'emptyLink' },
        { messageId: 'emptyLink' },
      ],
    },
  ],
});
