import { isOfEarlierBoot, podmanTmpDir } from '../src/domain/boot-id.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';

/** Podman itself asks for it: "Please delete directories … and re-run Podman" (libpod/runtime.go). */
export const runDirectories = defineFix({
  meta: {
    id: 'run-directories',
    title: 'Remove what Podman kept for an earlier boot',
    description:
      'Removes the two runtime directories of the user that a reboot should have emptied, when no container runs. Images, containers and volumes are elsewhere.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://github.com/containers/podman/blob/main/troubleshooting.md'],
  },
  requires: ['storage', 'user', 'runningContainers'],
  plan({ storage, user, runningContainers }) {
    if (user.state === 'absent') return blocked(user.because);
    if (storage.state === 'absent' || !isOfEarlierBoot(storage.value)) {
      return noop('the runtime directories are of this boot');
    }
    const tmpDir = podmanTmpDir(user.value.uid);
    const { runRoot } = storage.value;
    const commands = [`rm -r ${quote(runRoot)} ${quote(tmpDir)}`, 'podman info'];
    if (!isRunRoot(runRoot, user.value.uid)) {
      return manual(`${runRoot} is a runtime directory that podready does not know`, ...commands);
    }
    if (runningContainers.state === 'absent' || runningContainers.value.length > 0) {
      return manual('containers run, and have their files there: stop them first', ...commands);
    }
    return change([
      {
        kind: 'run',
        summary: `Remove ${runRoot} and ${tmpDir}`,
        as: 'user',
        effect: 'safe',
        undo: 'none',
        argv: ['rm', '-rf', '--', runRoot, tmpDir],
      },
    ]);
  },
});

/** The places that Podman chooses by itself; another one may hold more than it made. */
function isRunRoot(path: string, uid: number): boolean {
  return [
    `/run/user/${uid}/containers`,
    `/tmp/containers-user-${uid}`,
    `/tmp/containers-user-${uid}/containers`,
    `/tmp/storage-run-${uid}`,
    `/tmp/storage-run-${uid}/containers`,
  ].includes(path);
}
