import { wrongStorageLabel } from '../src/domain/selinux-labels.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';

const MODEL = '/var/lib/containers/storage';
/** No sign that the policy's file contexts take for a pattern, and no way up. */
const PLAIN = /^(?:\/[\w@+-][\w.@+-]*){2,}$/u;

/** semanage-fcontext(8): the new place is labelled like the one that the policy knows. */
export const selinuxFileContext = defineFix({
  meta: {
    id: 'selinux-file-context',
    title: 'Tell the policy where the store is',
    description:
      'Adds a rule by which the folder of the store is labelled like the store of the system, and gives what is below it those labels.',
    effect: 'loosens',
    gains: 'Containers, of whatever user: they may read what is below the folder of the store.',
    after: ['container-policy'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/semanage-fcontext.8.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
  },
  requires: ['selinux', 'storage', 'user', 'runningContainers'],
  plan({ selinux, storage, user, runningContainers }) {
    if (selinux.state === 'absent') return noop('the kernel does not run SELinux');
    const wrong = wrongStorageLabel(selinux.value);
    if (wrong === null || wrong === 'none' || wrong.kind !== 'custom') {
      return noop('the policy has labels for the store');
    }
    if (storage.state === 'absent') return blocked(storage.because);
    if (user.state === 'absent') return blocked(user.because);
    const { root } = wrong;
    const commands = [
      `sudo semanage fcontext -a -e ${MODEL} ${quote(root)}`,
      `restorecon -RF ${quote(root)}`,
    ];
    const owner = storage.value.directories.find(({ path }) => path === root)?.uid;
    // A user names the folder: the rule is only for one that is the user's own.
    if (!PLAIN.test(root) || owner !== user.value.uid) {
      return manual(`${root} is not a plain folder of ${user.value.name}`, ...commands);
    }
    if (runningContainers.state === 'absent' || runningContainers.value.length > 0) {
      return manual(
        'containers run: stop them first, for their files get other labels',
        ...commands,
      );
    }
    return change([ruleStep(root), labelStep(root)]);
  },
});

function ruleStep(root: string): Step {
  return {
    kind: 'run',
    summary: `Label ${root} like ${MODEL}`,
    as: 'root',
    effect: 'loosens',
    undo: 'exact',
    argv: ['semanage', 'fcontext', '-a', '-e', MODEL, root],
    undoArgv: ['semanage', 'fcontext', '-d', '-e', MODEL, root],
  };
}

function labelStep(root: string): Step {
  return {
    kind: 'run',
    summary: `Give ${root} those labels`,
    as: 'user',
    effect: 'safe',
    undo: 'none',
    argv: ['restorecon', '-R', '-F', root],
  };
}
