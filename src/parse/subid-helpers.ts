import { parseMeta } from './records.ts';

/** One of newuidmap(1) and newgidmap(1). */
export interface SubidHelper {
  readonly path: string;
  readonly mode: number | null;
  readonly uid: number | null;
  readonly gid: number | null;
  /** File capabilities as getcap(8) shows them; `null` where that tool was not asked or is missing. */
  readonly capabilities: string | null;
}

/** `null`: not on the PATH. */
export interface SubidHelpers {
  readonly newuidmap: SubidHelper | null;
  readonly newgidmap: SubidHelper | null;
}

/** Reads what the probe of the fact `subidHelpers` prints. */
export function parseSubidHelpers(text: string): SubidHelpers {
  return { newuidmap: helper(text, 'newuidmap'), newgidmap: helper(text, 'newgidmap') };
}

function helper(text: string, name: string): SubidHelper | null {
  const found = parseMeta(text).find(({ path }) => path.endsWith(`/${name}`));
  if (found === undefined) return null;
  const { path, mode, uid, gid } = found;
  const line = text.split('\n').find((one) => one.startsWith(`${name} caps =`));
  const capabilities =
    line === undefined ? null : line.slice(`${name} caps =`.length).replace(path, '').trim();
  return { path, mode, uid, gid, capabilities };
}
