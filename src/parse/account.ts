import { parseKeyValues, parseMeta, type PathRecord } from './records.ts';

/** The target user's home as the user sees it. */
export interface Account {
  /** From passwd(5). */
  readonly home: string;
  /** `HOME` in the environment of the session. */
  readonly homeVariable: string;
  readonly homeStatus: PathRecord['status'];
  readonly homeMode: number | null;
  readonly homeOwner: number | null;
  readonly isDirectory: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly searchable: boolean;
  readonly owned: boolean;
  /** What lies below it, or is missing there, and keeps Podman from its configuration or store. */
  readonly unusable: readonly UnusablePath[];
}

/** What the user would have to be able to do with a path: own, enter, read or write it. */
export type Ability = 'owner' | 'search' | 'read' | 'write';

export interface UnusablePath {
  readonly path: string;
  readonly lacks: Ability;
  readonly mode: number | null;
  readonly uid: number | null;
}

/** Reads what the probe of the fact `account` prints. */
export function parseAccount(text: string): Account {
  const lines = text.split('\n');
  const values = parseKeyValues(text);
  const home = values.get('home') ?? '';
  const record = parseMeta(text).find(({ path }) => path === home);
  return {
    home,
    homeVariable: values.get('variable') ?? '',
    homeStatus: record?.status ?? 'absent',
    homeMode: record?.mode ?? null,
    homeOwner: record?.uid ?? null,
    isDirectory: lines.includes('directory'),
    readable: lines.includes('readable'),
    writable: lines.includes('writable'),
    searchable: lines.includes('searchable'),
    owned: lines.includes('owned'),
    unusable: lines.flatMap((line) => readUnusable(line, parseMeta(text))),
  };
}

function readUnusable(line: string, records: readonly PathRecord[]): readonly UnusablePath[] {
  const { lacks, path } = /^why (?<lacks>\w+) (?<path>\/.*)$/u.exec(line)?.groups ?? {};
  const ability = (['owner', 'search', 'read', 'write'] as const).find((one) => one === lacks);
  if (ability === undefined || path === undefined) return [];
  const record = records.find((one) => one.path === path);
  return [{ path, lacks: ability, mode: record?.mode ?? null, uid: record?.uid ?? null }];
}
