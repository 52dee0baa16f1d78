import { type IdMapping, parseIdMap } from './id-map.ts';

/** The process that keeps Podman's user namespace, and the maps of that namespace. */
export interface PodmanNamespace {
  readonly pid: number;
  /** The file that names the process. */
  readonly file: string;
  readonly command: string;
  readonly uids: readonly IdMapping[];
  readonly gids: readonly IdMapping[];
}

/** Reads what the probe of the fact `podmanNamespace` prints. */
export function parsePodmanNamespace(text: string): PodmanNamespace {
  const after = (word: string): string =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => line.slice(word.length + 1))
      .join('\n');
  const pid = after('pid');
  return {
    pid: /^\d{1,10}$/u.test(pid) ? Number(pid) : 0,
    file: after('file'),
    command: after('comm'),
    uids: parseIdMap(after('uidmap')),
    gids: parseIdMap(after('gidmap')),
  };
}
