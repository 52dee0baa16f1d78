import { type IdMapping, parseIdMap } from './id-map.ts';

/** What one helper did: newuidmap(1) or newgidmap(1). */
export interface HelperRun {
  /** `null`: it is not on the PATH. */
  readonly exitCode: number | null;
  readonly said: string;
}

/** How far the attempt at a user namespace came. */
export interface UsernsAttempt {
  /** Whether unshare(1) made the namespace, and what it complained about otherwise. */
  readonly created: boolean;
  readonly complaint: string;
  readonly newuidmap: HelperRun | null;
  readonly newgidmap: HelperRun | null;
  /** The maps that were asked for, and those that the kernel then had. */
  readonly wanted: { readonly uids: readonly IdMapping[]; readonly gids: readonly IdMapping[] };
  readonly mapped: { readonly uids: readonly IdMapping[]; readonly gids: readonly IdMapping[] };
}

/** Reads what the probe of the fact `usernsAttempt` prints. */
export function parseUsernsAttempt(text: string): UsernsAttempt {
  const after = (words: string): string =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${words} `))
      .map((line) => line.slice(words.length + 1))
      .join('\n');
  const run = (name: string): HelperRun | null => {
    const said = after(`${name} said`);
    if (text.split('\n').includes(`${name} missing`)) return { exitCode: null, said };
    const exit = after(`${name} exit`);
    return /^\d{1,3}$/u.test(exit) ? { exitCode: Number(exit), said } : null;
  };
  return {
    created: after('unshare exit') === '0',
    complaint: after('unshare said'),
    newuidmap: run('newuidmap'),
    newgidmap: run('newgidmap'),
    wanted: { uids: parseIdMap(after('uids')), gids: parseIdMap(after('gids')) },
    mapped: { uids: parseIdMap(after('uidmap')), gids: parseIdMap(after('gidmap')) },
  };
}
