import { storageBootId } from '../../../checks/storage/storage-boot-id.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ADA, storage, VERSIONS, versions } from '../../helpers/storage-facts.ts';

const base = { versions: VERSIONS, user: ADA };
const tmpDir = '/run/user/1000/libpod/tmp';

testCheck(storageBootId, {
  pass: [
    { name: 'this boot', facts: { ...base, storage: storage() } },
    { name: 'nothing recorded', facts: { ...base, storage: storage({ recordedBootId: null }) } },
    { name: 'an empty file', facts: { ...base, storage: storage({ recordedBootId: '' }) } },
    { name: 'no boot id', facts: { ...base, storage: storage({ bootId: null }) } },
  ],
  fail: [
    {
      name: 'an earlier boot',
      facts: { ...base, storage: storage({ recordedBootId: 'b0' }) },
      findings: [
        {
          messageId: 'differs',
          data: {
            file: `${tmpDir}/alive`,
            recorded: 'b0',
            current: 'b1',
            runRoot: '/run/user/1000/containers',
            tmpDir,
          },
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'Podman 4 does not look',
      facts: {
        ...base,
        versions: versions({ podman: '4.3.1' }),
        storage: storage({ recordedBootId: 'b0' }),
      },
    },
  ],
});
