import { runRoot } from '../../../checks/storage/run-root.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ADA, mounts, storage } from '../../helpers/storage-facts.ts';

const TMPFS = mounts('41 29 0:36 / /tmp rw,nosuid,nodev - tmpfs tmpfs rw');

const SYSTEMD = { name: 'systemd', systemd: true };
const own = storage({ runRoot: '/tmp/storage-run-1000/containers' });

testCheck(runRoot, {
  pass: [
    {
      name: 'the default',
      facts: { storage: storage(), mounts: mounts(), user: ADA, init: SYSTEMD },
    },
    {
      name: 'on another tmpfs',
      facts: { storage: storage({ runRoot: '/tmp/run' }), mounts: TMPFS, user: ADA, init: SYSTEMD },
    },
    {
      name: 'no mount is known',
      facts: { storage: storage({ runRoot: '/tmp/run' }), mounts: [], user: ADA, init: SYSTEMD },
    },
  ],
  fail: [
    {
      name: 'where Podman goes without a session',
      facts: { storage: own, mounts: mounts(), user: ADA, init: SYSTEMD },
      findings: [{ messageId: 'onDisk' }],
    },
    {
      name: 'another place, with any init',
      facts: {
        storage: storage({ runRoot: '/home/ada/run' }),
        mounts: mounts(),
        user: ADA,
        init: { name: 'runit', systemd: false },
      },
      findings: [{ messageId: 'onDisk' }],
    },
    {
      name: 'on the disk',
      facts: {
        storage: storage({ runRoot: '/home/ada/run' }),
        mounts: mounts(),
        user: ADA,
        init: SYSTEMD,
      },
      findings: [
        {
          messageId: 'onDisk',
          data: { runRoot: '/home/ada/run', type: 'ext4', mountPoint: '/', user: 'ada' },
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'where Podman goes without systemd: nobody cleans there by age, and the boot may',
      facts: { storage: own, mounts: mounts(), user: ADA, init: { name: 'init', systemd: false } },
    },
  ],
  notApplicable: [
    {
      name: 'none',
      facts: { storage: storage({ runRoot: '' }), mounts: mounts(), user: ADA, init: SYSTEMD },
    },
  ],
});
