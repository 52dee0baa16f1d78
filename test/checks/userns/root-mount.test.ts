import { rootMount } from '../../../checks/userns/root-mount.ts';
import { parseMountinfo } from '../../../src/parse/mountinfo.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, LXC } from '../../helpers/kernel-facts.ts';
import { ADA, ROOT } from '../../helpers/storage-facts.ts';

const DEBIAN = '24 1 253:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro';
const ALPINE = '22 1 8:3 / / rw,relatime - ext4 /dev/sda3 rw';
const INITRAMFS = '1 1 0:2 / / rw - rootfs rootfs rw';

const host = (...lines: readonly string[]) => ({
  user: ADA,
  mounts: parseMountinfo(lines.join('\n')),
  virtualization: BARE_METAL,
});

testCheck(rootMount, {
  pass: [
    { name: 'systemd made it shared', facts: host(DEBIAN) },
    { name: 'the mount over the initramfs counts', facts: host(INITRAMFS, DEBIAN) },
    {
      name: 'a slave still receives',
      facts: host('24 1 253:1 / / rw,relatime master:1 - ext4 /dev/vda1 rw'),
    },
  ],
  fail: [
    {
      name: 'OpenRC leaves it private',
      facts: host(ALPINE, '30 22 0:21 / /run rw shared:5 - tmpfs tmpfs rw'),
      findings: [
        {
          messageId: 'private',
          data: { source: '/dev/sda3', type: 'ext4' },
          evidence: [{ where: '/proc/self/mountinfo', found: '/ private' }],
        },
      ],
    },
    {
      name: 'unbindable is private too',
      facts: host('24 1 253:1 / / rw,relatime unbindable - ext4 /dev/vda1 rw'),
      findings: [{ messageId: 'private', evidence: [{ found: '/ unbindable' }] }],
    },
  ],
  notApplicable: [
    { name: 'root has no namespace', facts: { ...host(ALPINE), user: ROOT } },
    { name: 'in a container', facts: { ...host(ALPINE), virtualization: LXC } },
  ],
  unknown: [
    {
      name: 'a chroot, whose root is no mount',
      facts: host('30 22 0:21 / /run rw - tmpfs tmpfs rw'),
      because: /no mount at/,
    },
  ],
});
