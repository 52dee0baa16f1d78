import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** A file of the user, letter by letter: what replaces it must differ in nothing else. */
export interface UserFile {
  readonly path: string;
  readonly text: string;
}

/** storage.conf has no drop-ins before Podman 6, so that a setting is repaired in the file itself. */
export const userStorageConf = defineFact({
  id: 'userStorageConf',
  title: "The text of the user's storage.conf",
  as: 'user',
  shares: 'home',
  probe: sh`
    f=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/storage.conf
    [ -f "$f" ] && printf '%s\n' "$f"
    show "$f"
  `,
  parse(output) {
    const decided = stateOfExit(output, 'storage.conf of the user');
    if (decided !== undefined) return decided;
    const end = output.stdout.indexOf('\n');
    return known<UserFile>({
      path: output.stdout.slice(0, end),
      text: output.stdout.slice(end + 1),
    });
  },
});
