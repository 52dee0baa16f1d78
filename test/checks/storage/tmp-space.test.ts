import { tmpSpace } from '../../../checks/storage/tmp-space.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf, space, storage } from '../../helpers/storage-facts.ts';

const path = '/var/tmp';

testCheck(tmpSpace, {
  pass: [
    { name: 'room', facts: { storage: storage(), containersConf: containersConf() } },
    {
      name: 'the same place is configured',
      facts: {
        storage: storage(),
        containersConf: containersConf('[engine]\nimage_copy_tmp_dir = "/var/tmp"\n'),
      },
    },
  ],
  fail: [
    {
      name: 'a small tmpfs',
      facts: {
        storage: storage({ tmpSpace: space({ path, totalBytes: 2 ** 30, freeBytes: 2 ** 20 }) }),
      },
      findings: [
        { messageId: 'low', data: { path, free: '1 MiB', total: '1.0 GiB', needed: '512 MiB' } },
      ],
    },
    {
      name: 'not writable',
      facts: { storage: storage({ tmpWritable: false }) },
      findings: [{ messageId: 'notWritable', data: { path } }],
    },
    {
      name: 'not there',
      facts: { storage: storage({ tmpSpace: null }) },
      findings: [{ messageId: 'absent', data: { path } }],
    },
  ],
  notApplicable: [
    {
      name: 'another place',
      facts: {
        storage: storage(),
        containersConf: containersConf('[engine]\nimage_copy_tmp_dir = "storage"\n'),
      },
    },
  ],
  unknown: [
    { name: 'no size', facts: { storage: storage({ tmpSpace: space({ path, totalBytes: 0 }) }) } },
  ],
});
