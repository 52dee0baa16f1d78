import { defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseKeyValues } from '../parse/records.ts';

/** The target user, as the name service of the host gives it. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
  /** Names of all groups of the user. */
  readonly groups: readonly string[];
}

/**
 * `uid=1000(ada) gid=1000(ada) groups=1000(ada),27(sudo)`, in the C locale. Names of directory services
 * have spaces, a group without a name is only its number, and SELinux adds ` context=…`.
 */
const ID =
  /^uid=(?<uid>\d+)\((?<name>[^)]*)\) gid=(?<gid>\d+)(?:\([^)]*\))?(?: groups=(?<groups>.*?))?(?: context=\S+)?$/u;

/** Who the checks are made for: the user that logs in, or `--user NAME`. */
export const user = defineFact({
  id: 'user',
  title: 'Target user',
  as: 'user',
  shares: 'names',
  probe: sh`
    kv id "\${PR_ID:-$(id)}"
    kv home "$PR_HOME"
    kv shell "$PR_SHELL"
  `,
  parse({ stdout }) {
    const values = parseKeyValues(stdout);
    const id = ID.exec(values.get('id') ?? '')?.groups;
    if (id === undefined) return unreadable('malformed', 'id(1) did not say who the user is');
    return known<User>({
      name: id['name'] ?? '',
      uid: Number(id['uid']),
      gid: Number(id['gid']),
      home: values.get('home') ?? '',
      shell: values.get('shell') ?? '',
      groups: [...(id['groups'] ?? '').matchAll(/\d+\((?<name>[^)]*)\)/gu)].map(
        (match) => match.groups?.['name'] ?? '',
      ),
    });
  },
});
