import { profileOf } from '../../src/domain/podman-profile.ts';
import { isRoot, kernelRelease } from '../../src/domain/host.ts';
import {
  driverChoice,
  mountProgramOf,
  mountsOverlayForUsers,
} from '../../src/domain/storage-driver.ts';
import { defineCheck, fail, notApplicable, pass, type Verdict } from '../../src/model/check.ts';
import type { Storage } from '../../src/parse/storage.ts';

/**
 * Measured with Podman 5.4 and fuse-overlayfs as mount_program: without access to /dev/fuse every container
 * ends with `fuse: failed to open /dev/fuse: Permission denied`.
 */
export const overlaySupport = defineCheck({
  meta: {
    id: 'overlay-support',
    area: 'storage',
    title: 'The user can mount the overlays of the store',
    failureTitle: 'The user cannot mount the overlays of the store',
    description:
      'With the driver overlay each container is an overlay mount. A user may make one since Linux 5.11, and before that by fuse-overlayfs and /dev/fuse.',
    severity: 'error',
    needs: ['run'],
    covers: ['F110', 'F132'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://github.com/containers/fuse-overlayfs',
    ],
    messages: {
      oldKernel:
        'The store needs overlay, Linux {{kernel}} lets no user mount it, and fuse-overlayfs is not installed.',
      fuseDevice:
        'The store is mounted by {{program}}, and the user may not use /dev/fuse ({{state}}).',
    },
    commands: {
      oldKernel: ['uname -r', 'sudo apt-get install fuse-overlayfs'],
      fuseDevice: ['ls -l /dev/fuse', 'sudo modprobe fuse', 'sudo chmod 0666 /dev/fuse'],
    },
    fixes: ['helper-packages', 'fuse-device'],
  },
  requires: ['storage', 'sysctls', 'tools', 'user'],
  consults: ['storageConf', 'versions'],
  evaluate({ storage, sysctls, tools, user, storageConf, versions }) {
    if (storage.state === 'absent') return pass;
    const choice = driverChoice(storage.value, storageConf);
    const driver = choice.recorded ?? choice.configured ?? profileOf(versions)?.rootlessDriver;
    if (driver !== 'overlay') return notApplicable('the store is not an overlay store');
    const kernel = kernelRelease(sysctls);
    const isNative = isRoot(user) || mountsOverlayForUsers(kernel);
    const program = mountProgramOf(choice, isNative, tools);
    if (program !== undefined) return fuseVerdict(program, storage.value);
    if (isNative) return pass;
    return fail(
      'oldKernel',
      { kernel },
      {
        kind: 'kernel',
        where: 'kernel.osrelease',
        found: kernel,
        expected: '5.11 or later, or fuse-overlayfs',
      },
    );
  },
});

function fuseVerdict(program: string, { fuse }: Storage): Verdict<'fuseDevice'> {
  if (fuse === 'ok' || fuse === null) return pass;
  const state = fuse === 'absent' ? 'it does not exist' : 'permission denied';
  return fail(
    'fuseDevice',
    { program, state },
    { kind: 'file', where: '/dev/fuse', found: state, expected: 'readable and writable' },
  );
}
