import { lockNumbers } from '../src/domain/lock-memory.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** Gives every container, pod and volume a lock of the number that is configured now. */
export const lockRenumber = defineFix({
  meta: {
    id: 'lock-renumber',
    title: "Make Podman's locks anew",
    description:
      'Runs podman system renumber, which makes as many locks as are configured now and gives each container, pod and volume one. Done when no container runs.',
    effect: 'safe',
    after: ['containers-conf-drop-in'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-renumber.1.html'],
  },
  requires: ['storage', 'containersConf', 'runningContainers'],
  plan({ storage, containersConf, runningContainers }) {
    if (storage.state === 'absent') return noop(storage.because);
    const numbers = lockNumbers(storage.value.locks, containersConf);
    if (numbers === undefined || numbers.fits)
      return noop('the locks have the number that is configured');
    if (runningContainers.state === 'absent') return blocked(runningContainers.because);
    if (runningContainers.value.length > 0) {
      return manual(
        `containers run, and must not while locks are numbered: ${runningContainers.value.join(', ')}`,
        'podman stop --all',
        'podman system renumber',
      );
    }
    return change([
      {
        kind: 'run',
        summary: `Make ${numbers.wanted} locks`,
        as: 'user',
        effect: 'safe',
        undo: 'none',
        argv: ['podman', 'system', 'renumber'],
      },
    ]);
  },
});
