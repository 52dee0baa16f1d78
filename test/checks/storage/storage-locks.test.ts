import { storageLocks } from '../../../checks/storage/storage-locks.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf, NO_STORE, storage } from '../../helpers/storage-facts.ts';

const path = '/dev/shm/libpod_rootless_lock_1000';
const where = '/etc/containers/containers.conf';

testCheck(storageLocks, {
  pass: [
    { name: 'the default', facts: { storage: storage(), containersConf: containersConf() } },
    {
      name: 'the default of aarch64',
      facts: {
        storage: storage({ locks: { path, bytes: 56 + 64 * (8 + 32 * 48) } }),
        containersConf: containersConf(),
      },
    },
    {
      name: 'as configured',
      facts: {
        storage: storage({ locks: { path, bytes: 56 + 128 * (8 + 32 * 40) } }),
        containersConf: containersConf('[engine]\nnum_locks = 4096\n'),
      },
    },
    {
      name: 'empty',
      facts: { storage: storage({ locks: { path, bytes: 0 } }), containersConf: containersConf() },
    },
  ],
  fail: [
    {
      name: 'changed later',
      facts: { storage: storage(), containersConf: containersConf('[engine]\nnum_locks = 4096\n') },
      findings: [
        {
          messageId: 'changed',
          data: { path, locks: 4096, where },
          evidence: [{ where: path }, { where, line: 2 }],
        },
      ],
    },
    {
      name: 'changed back',
      facts: {
        storage: storage({ locks: { path, bytes: 56 + 128 * 1288 } }),
        containersConf: containersConf(),
      },
      findings: [{ messageId: 'changed', data: { path, locks: 2048, where: 'the default' } }],
    },
  ],
  notApplicable: [
    { name: 'none yet', facts: { storage: storage(NO_STORE), containersConf: containersConf() } },
    {
      name: 'files',
      facts: {
        storage: storage(),
        containersConf: containersConf('[engine]\nlock_type = "file"\n'),
      },
    },
  ],
});
