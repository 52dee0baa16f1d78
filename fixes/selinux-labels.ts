import { isUnlabelled, socketLabel, wrongStorageLabel } from '../src/domain/selinux-labels.ts';
import type { Selinux } from '../src/facts/selinux.ts';
import { change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';

/** As the user, who owns the files: root would follow what a user puts there while it works. */
export const selinuxLabels = defineFix({
  meta: {
    id: 'selinux-labels',
    title: 'Give images and the API socket the labels of the policy',
    description:
      'Runs restorecon on the store of the user, and on the API socket, where their labels are not those that the policy has for them. Nothing else is relabelled.',
    effect: 'safe',
    after: ['container-policy', 'selinux-file-context'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/restorecon.8.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
  },
  requires: ['selinux'],
  consults: ['runningContainers'],
  plan({ selinux, runningContainers }) {
    if (selinux.state === 'absent') return noop('the kernel does not run SELinux');
    const store = storeOf(selinux.value);
    const socket = socketOf(selinux.value);
    const runs = runningContainers.state !== 'known' || runningContainers.value.length > 0;
    // -F resets the categories by which running containers are kept apart.
    if (store !== undefined && runs) {
      return manual(
        'containers run, or nobody can tell: stop them first, for their files get other labels',
        'podman stop --all',
        `restorecon -RF ${quote(store)}`,
      );
    }
    const [first, ...rest] = [
      ...(store === undefined ? [] : [restore(store, ['-R', '-F'])]),
      ...(socket === undefined ? [] : [restore(socket, ['-F'])]),
    ];
    return first === undefined
      ? noop('the labels are those of the policy')
      : change([first, ...rest]);
  },
});

/** The store, where the policy has other labels for its images. */
function storeOf(selinux: Selinux): string | undefined {
  const wrong = wrongStorageLabel(selinux);
  return wrong === null || wrong === 'none' || wrong.kind === 'custom' ? undefined : wrong.root;
}

/** The API socket, where the policy has a label for it and it has none. */
function socketOf(selinux: Selinux): string | undefined {
  const socket = socketLabel(selinux);
  const isWrong = socket?.expected !== undefined && isUnlabelled(socket);
  return isWrong ? socket.path : undefined;
}

/** What the labels were is not written down. */
function restore(path: string, options: readonly string[]): Step {
  return {
    kind: 'run',
    summary: `Give ${path} the label that the policy has for it`,
    as: 'user',
    effect: 'safe',
    undo: 'none',
    argv: ['restorecon', ...options, path],
  };
}
