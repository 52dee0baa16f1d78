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
        storage: storage({ locks: { path, bytes: 56 + 64 * (8 + 32 * 48), hasFree: true } }),
        containersConf: containersConf(),
      },
    },
    {
      name: 'as configured',
      facts: {
        storage: storage({ locks: { path, bytes: 56 + 128 * (8 + 32 * 40), hasFree: true } }),
        containersConf: containersConf('[engine]\nnum_locks = 4096\n'),
      },
    },
    {
      name: 'empty',
      facts: {
        storage: storage({ locks: { path, bytes: 0, hasFree: true } }),
        containersConf: containersConf(),
      },
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
        storage: storage({ locks: { path, bytes: 56 + 128 * 1288, hasFree: true } }),
        containersConf: containersConf(),
      },
      findings: [{ messageId: 'changed', data: { path, locks: 2048, where: 'the default' } }],
    },
    {
      name: 'all are taken',
      facts: {
        storage: storage({ locks: { path, bytes: 82_488, hasFree: false } }),
        containersConf: containersConf(),
      },
      findings: [
        {
          messageId: 'taken',
          data: { path, locks: 2048 },
          evidence: [{ where: path, found: '2048 locks taken' }],
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'the shared memory could not be read',
      facts: {
        storage: storage({ locks: { path, bytes: 82_488, hasFree: null } }),
        containersConf: containersConf(),
      },
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
