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
  /** What lies below it and may not be used: files not readable, directories not readable or writable. */
  readonly unusable: readonly PathRecord[];
}

/** Reads what the probe of the fact `account` prints. */
export function parseAccount(text: string): Account {
  const lines = text.split('\n');
  const values = parseKeyValues(text);
  const home = values.get('home') ?? '';
  const record = parseMeta(text).find(({ path }) => path === home);
  const at = lines.indexOf('unusable');
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
    unusable: at < 0 ? [] : parseMeta(lines.slice(at + 1).join('\n')),
  };
}
