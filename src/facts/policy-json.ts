import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parsePolicy, type Policy } from '../parse/policy.ts';
import { type FileRecord, parseRecords } from '../parse/records.ts';

/** Which images may be pulled, and by which file. */
export interface PolicyJson {
  /** The files in the order in which Podman looks for them; the first that exists counts. */
  readonly files: readonly Pick<FileRecord, 'path' | 'status'>[];
  /** The file that counts; null when there is none. */
  readonly used: string | null;
  /** What it says; null when there is none, or when it may not be read. */
  readonly policy: Policy | null;
}

/**
 * containers-policy.json(5): the user's file before the administrator's. Podman 6 falls back on the
 * vendor's below /usr/share.
 */
export const policyJson = defineFact({
  id: 'policyJson',
  title: 'Signature policy',
  as: 'user',
  shares: 'home',
  probe: sh`
    show_all "\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/policy.json" \
      /etc/containers/policy.json /usr/share/containers/policy.json
  `,
  parse({ stdout }) {
    // `show_all` says first what is absent: the order is that of the search, not of the records.
    const files = [...parseRecords(stdout)].sort((a, b) => rank(a.path) - rank(b.path));
    const used = files.find(({ status }) => status !== 'absent');
    return known<PolicyJson>({
      files: files.map(({ path, status }) => ({ path, status })),
      used: used?.path ?? null,
      policy: used?.status === 'ok' ? parsePolicy(used.text) : null,
    });
  },
});

function rank(path: string): number {
  if (path.startsWith('/usr/')) return 2;
  return path.startsWith('/etc/') ? 1 : 0;
}
