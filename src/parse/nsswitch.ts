import { parseGetsubids, type SubidEntry } from './subid.ts';

/** Where the host takes subordinate ids from. */
export interface Nsswitch {
  /** Sources of the `subid` line; empty where there is none, which means the files. */
  readonly subid: readonly string[];
  /** What getsubids(1) says of the target user; `null` where the files are the source. */
  readonly lookup: SubidLookup | null;
  /** What Podman reads; `null` where the files are the source, or there is no podman. */
  readonly podman: PodmanSource | null;
}

/**
 * Built with the tag `libsubid`, Podman asks what nsswitch.conf says, otherwise the files
 * (`pkg/idtools` of containers/storage). A wrapper in its place does not tell.
 */
export interface PodmanSource {
  readonly path: string;
  readonly reads: 'libsubid' | 'files' | 'unclear';
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
  if (subid.length === 0 || subid.join(' ') === 'files')
    return { subid, lookup: null, podman: null };
  const podman = podmanIn(after('podman'));
  if (lines.includes('no-tool')) return { subid, lookup: { outcome: 'missing-tool' }, podman };
  const [uids, gids] = [parseGetsubids(after('uid')), parseGetsubids(after('gid'))];
  return { subid, lookup: { outcome: 'found', uids, gids }, podman };
}

const READS: readonly PodmanSource['reads'][] = ['libsubid', 'files', 'unclear'];

function podmanIn(text: string): PodmanSource | null {
  const [word = '', ...path] = text.split(' ');
  const reads = READS.find((one) => one === word);
  return reads === undefined ? null : { path: path.join(' '), reads };
}
