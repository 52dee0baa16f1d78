import { mountsOverlayForUsers } from '../../src/domain/storage-driver.ts';
import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';

/**
 * Versions decide here, because what they bring cannot be tried without Podman: FUSE mounts in user
 * namespaces came with Linux 4.18 (commit 4ad769f3c346), overlay mounts with 5.11 (commit 459c7c565ac3).
 */
export const kernelVersion = defineCheck({
  meta: {
    id: 'kernel-version',
    area: 'kernel',
    title: 'The kernel is new enough for rootless storage',
    failureTitle: 'The kernel is too old for rootless storage',
    description:
      'A user can mount overlay since Linux 5.11, and fuse-overlayfs since 4.18. Without either, Podman copies every layer in full (vfs).',
    severity: 'warning',
    needs: ['run'],
    covers: ['F110'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/docs/tutorials/rootless_tutorial.md',
      'https://docs.kernel.org/filesystems/overlayfs.html',
    ],
    messages: {
      noOverlay:
        'Kernel {{release}} lets no user mount overlay (5.11 does), and fuse-overlayfs is missing.',
      tooOld: 'Kernel {{release}} lets no user mount overlay or FUSE (4.18 does).',
    },
    commands: {
      noOverlay: [
        'uname -r',
        'sudo apt-get install fuse-overlayfs   # Debian, Ubuntu',
        'sudo dnf install fuse-overlayfs   # Fedora, RHEL',
      ],
      tooOld: ['uname -r'],
    },
    fixes: ['helper-packages'],
  },
  requires: ['sysctls', 'tools'],
  evaluate({ sysctls, tools }) {
    const release = sysctls.state === 'known' ? sysctls.value.get('kernel.osrelease') : undefined;
    const match = /^(?<major>\d+)\.(?<minor>\d+)/u.exec(release ?? '');
    if (release === undefined || release === null || match === null) {
      return unknown('kernel.osrelease does not say which kernel this is');
    }
    const version = Number(match.groups?.['major']) * 1000 + Number(match.groups?.['minor']);
    const evidence = (expected: string) =>
      ({ kind: 'kernel', where: 'kernel.osrelease', found: release, expected }) as const;
    if (version < 4018) return fail('tooOld', { release }, evidence('4.18 or newer'));
    const hasFuse = tools.state === 'known' && tools.value.paths['fuse-overlayfs'] !== undefined;
    if (mountsOverlayForUsers(release) || hasFuse) return pass;
    return fail('noOverlay', { release }, evidence('5.11 or newer, or fuse-overlayfs'));
  },
});
