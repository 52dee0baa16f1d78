import { parseGetsubids, type SubidEntry } from './subid.ts';

/** Where the host takes subordinate ids from. */
export interface Nsswitch {
  /** Sources of the `subid` line; empty where there is none, which means the files. */
  readonly subid: readonly string[];
  /** What getsubids(1) says of the target user; `null` where the files are the source. */
  readonly lookup: SubidLookup | null;
}

export type SubidLookup =
  | { readonly outcome: 'missing-tool' }
  | {
      readonly outcome: 'found';
      readonly uids: readonly SubidEntry[];
      readonly gids: readonly SubidEntry[];
    };

/** Reads what the probe of the fact `nsswitch` prints. */
export function parseNsswitch(text: string): Nsswitch {
  const lines = text.split('\n');
  const after = (word: string): string =>
    lines
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => line.slice(word.length + 1))
      .join('\n');
  const subid = after('sources')
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (subid.length === 0 || subid.join(' ') === 'files') return { subid, lookup: null };
  if (lines.includes('no-tool')) return { subid, lookup: { outcome: 'missing-tool' } };
  const [uids, gids] = [parseGetsubids(after('uid')), parseGetsubids(after('gid'))];
  return { subid, lookup: { outcome: 'found', uids, gids } };
}
