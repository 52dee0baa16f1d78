import { isOfAnotherProcess } from '../src/domain/podman-namespace.ts';
import { change, defineFix, noop } from '../src/model/fix.ts';

/** `podman system migrate` would end the process that the file names, which is somebody else's. */
export const pausePidFile = defineFix({
  meta: {
    id: 'pause-pid-file',
    title: 'Remove the file that names a wrong process',
    description:
      'Removes pause.pid where it names a process that is not of Podman, as the user. The next podman makes a namespace of its own, and another file.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
  },
  requires: ['podmanNamespace'],
  plan({ podmanNamespace }) {
    if (podmanNamespace.state === 'absent' || !isOfAnotherProcess(podmanNamespace.value)) {
      return noop('no pause.pid names a process of somebody else');
    }
    const { file, pid, command } = podmanNamespace.value;
    return change([
      {
        kind: 'run',
        summary: `Remove ${file}, which names process ${pid} (${command})`,
        as: 'user',
        effect: 'safe',
        undo: 'none',
        argv: ['rm', '-f', '--', file],
      },
    ]);
  },
});
