import { blocked, change, defineFix, noop, type Step } from '../src/model/fix.ts';

/** Podman reads the files as the user; they hold nothing secret, and packages ship them with 0644. */
export const subidFilesMode = defineFix({
  meta: {
    id: 'subid-files-mode',
    title: 'Make /etc/subuid and /etc/subgid readable',
    description: 'Gives everybody the right to read the two files, which Podman reads as the user.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man5/subuid.5.html'],
  },
  requires: ['subidFileModes'],
  plan({ subidFileModes }) {
    if (subidFileModes.state === 'absent') return blocked(subidFileModes.because);
    const [first, ...rest] = subidFileModes.value.flatMap(
      ({ path, type, mode }): readonly Step[] =>
        type !== 'file' || mode === null || (mode & 0o004) !== 0
          ? []
          : [
              {
                kind: 'set-mode',
                summary: `Make ${path} readable for everybody`,
                as: 'root',
                effect: 'safe',
                undo: 'exact',
                path,
                mode: mode | 0o444,
                before: mode,
              },
            ],
    );
    return first === undefined
      ? noop('/etc/subuid and /etc/subgid are readable')
      : change([first, ...rest]);
  },
});
