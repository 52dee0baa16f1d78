import { isRoot } from '../src/domain/host.ts';
import { blocked, change, defineFix, noop, type Step } from '../src/model/fix.ts';
import { type Mount, mountOf } from '../src/parse/mountinfo.ts';

/** What systemd does when it starts: mount_namespaces(7), and `mount_setup` of systemd. */
export const rootMountShared = defineFix({
  meta: {
    id: 'root-mount-shared',
    title: 'Let mounts of the host reach containers',
    description:
      'Makes the root mount and all below it shared, as systemd does at boot. Where systemd is not the init it lasts until the next boot.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man7/mount_namespaces.7.html'],
  },
  requires: ['mounts', 'user'],
  consults: ['init'],
  plan({ mounts, user, init }) {
    if (mounts.state === 'absent') return blocked(mounts.because);
    if (isRoot(user)) return noop('rootful Podman uses the mounts of the host itself');
    const root = mountOf(mounts.value, '/');
    if (root === undefined) return blocked('/proc/self/mountinfo lists no mount at /');
    if (isShared(root)) return noop('the root mount is shared');
    const isLasting = init.state === 'known' && init.value.systemd;
    return change([step(mounts.value)], {
      afterwards: ['system-migrate'],
      notes: isLasting ? [] : [NOT_LASTING],
    });
  },
});

const NOT_LASTING =
  'The next boot makes the mount private again: let the init run mount --make-rshared / (OpenRC: in /etc/local.d; WSL: [boot] command in /etc/wsl.conf).';

/** Exact where no mount of the host was shared: then all are made private again. */
function step(mounts: readonly Mount[]): Step {
  const base = {
    kind: 'run',
    summary: 'Make the mounts of the host shared',
    as: 'root',
    effect: 'safe',
    argv: ['mount', '--make-rshared', '/'],
  } as const;
  return mounts.some(isShared)
    ? { ...base, undo: 'none' }
    : { ...base, undo: 'exact', undoArgv: ['mount', '--make-rprivate', '/'] };
}

function isShared({ propagation }: Mount): boolean {
  return propagation.some((tag) => /^(?:shared|master):/u.test(tag));
}
