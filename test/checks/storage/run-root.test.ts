import { runRoot } from '../../../checks/storage/run-root.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ADA, mounts, storage } from '../../helpers/storage-facts.ts';

const TMPFS = mounts('41 29 0:36 / /tmp rw,nosuid,nodev - tmpfs tmpfs rw');

testCheck(runRoot, {
  pass: [
    { name: 'the default', facts: { storage: storage(), mounts: mounts(), user: ADA } },
    {
      name: 'on another tmpfs',
      facts: { storage: storage({ runRoot: '/tmp/run' }), mounts: TMPFS, user: ADA },
    },
    {
      name: 'no mount is known',
      facts: { storage: storage({ runRoot: '/tmp/run' }), mounts: [], user: ADA },
    },
  ],
  fail: [
    {
      name: 'on the disk',
      facts: { storage: storage({ runRoot: '/home/ada/run' }), mounts: mounts(), user: ADA },
      findings: [
        {
          messageId: 'onDisk',
          data: { runRoot: '/home/ada/run', type: 'ext4', mountPoint: '/', user: 'ada' },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'none', facts: { storage: storage({ runRoot: '' }), mounts: mounts(), user: ADA } },
  ],
});
