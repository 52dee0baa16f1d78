import { strictModesFaults, trustsPrivateGroups } from '../src/domain/ssh-access.ts';
import { sshdOption, sshdWord } from '../src/domain/sshd-options.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import type { SshPath } from '../src/parse/ssh-files.ts';
import { quote } from '../src/parse/shell.ts';

const WRITABLE_BY_OTHERS = 0o022;

/** As the user, who may do the same: what belongs to somebody else stays as it is. */
export const sshKeyModes = defineFix({
  meta: {
    id: 'ssh-key-modes',
    title: 'Let nobody else write to the home, ~/.ssh and the keys of the user',
    description:
      'Takes the right to write from group and others where sshd, by StrictModes, would not read the keys of the user. All other rights stay.',
    effect: 'disruptive',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man5/sshd_config.5.html'],
  },
  requires: ['user', 'sshFiles'],
  consults: ['sshdConfig', 'sshdEffective', 'osRelease'],
  plan({ user, sshFiles, sshdConfig, sshdEffective, osRelease }) {
    if (user.state === 'absent') return blocked(user.because);
    if (sshFiles.state === 'absent') return blocked(sshFiles.because);
    const owner = user.value;
    const sources = { config: sshdConfig, effective: sshdEffective };
    if (sshdWord(sshdOption('strictmodes', owner, sources), 'yes') === 'no') {
      return noop('sshd does not look at modes: StrictModes is no');
    }
    const faults = strictModesFaults(sshFiles.value, owner, trustsPrivateGroups(osRelease));
    const [foreign] = faults.filter(({ path }) => {
      const seen = sshFiles.value.paths.find((one) => one.path === path);
      return seen?.uid !== owner.uid;
    });
    if (foreign !== undefined) {
      return manual(
        `${foreign.path} does not belong to ${owner.name}`,
        `sudo chown ${quote(owner.name)} ${quote(foreign.path)}`,
      );
    }
    if (owner.uid === 0 && faults.length > 0) {
      return manual('podready changes no mode of what is root’s own', ...faults.map(asCommand));
    }
    const [first, ...rest] = faults.flatMap(({ path }) =>
      sshFiles.value.paths.filter((one) => one.path === path).flatMap((one) => step(one)),
    );
    return first === undefined
      ? noop('nobody else may write to the keys of the user')
      : change([first, ...rest], {
          notes: ['Whoever wrote there by the rights of the group, or of all, cannot any more.'],
        });
  },
});

function asCommand({ path }: { readonly path: string }): string {
  return `sudo chmod go-w ${quote(path)}`;
}

function step({ path, mode }: SshPath): readonly Step[] {
  if (mode === null) return [];
  const octal = (bits: number): string => bits.toString(8);
  return [
    {
      kind: 'run',
      summary: `Let nobody else write to ${path}`,
      as: 'user',
      effect: path.includes('/.ssh') ? 'safe' : 'disruptive',
      undo: 'exact',
      argv: ['chmod', octal(mode & ~WRITABLE_BY_OTHERS), path],
      undoArgv: ['chmod', octal(mode), path],
    },
  ];
}
