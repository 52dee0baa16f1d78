import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseMeta } from '../parse/records.ts';

/** The directory that logind makes for a user who is logged in or lingers. */
export interface RuntimeDir {
  readonly path: string;
  readonly type: string;
  readonly mode: number | null;
  readonly uid: number | null;
  readonly writable: boolean;
  /** KiB; `null` when df(1) did not tell. */
  readonly sizeKiB: number | null;
  readonly freeKiB: number | null;
}

/** `/run/user/UID`, whatever XDG_RUNTIME_DIR says; absent when it does not exist. */
export const runtimeDir = defineFact({
  id: 'runtimeDir',
  title: 'Runtime directory',
  as: 'user',
  shares: 'system',
  probe: sh`
    meta "$PR_RUN"
    [ ! -w "$PR_RUN" ] || echo writable
    [ -d "$PR_RUN" ] || exit 0
    df -Pk "$PR_RUN"
    exit 0
  `,
  parse(output) {
    const [record] = parseMeta(output.stdout);
    if (record === undefined) return unreadable('malformed', 'stat(1) did not answer');
    const exitCode = { ok: 0, absent: 66, denied: 77 }[record.status];
    const state = stateOfExit({ ...output, exitCode }, record.path);
    if (state !== undefined) return state;
    const df = /^\S+ +(?<size>\d+) +\d+ +(?<free>\d+) +\d+% /mu.exec(output.stdout)?.groups;
    return known<RuntimeDir>({
      path: record.path,
      type: record.type,
      mode: record.mode,
      uid: record.uid,
      writable: /^writable$/mu.test(output.stdout),
      sizeKiB: df === undefined ? null : Number(df['size']),
      freeKiB: df === undefined ? null : Number(df['free']),
    });
  },
});
