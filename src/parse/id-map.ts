/** One line of /proc/PID/uid_map: `count` ids from `inside` stand for those from `outside`. */
export interface IdMapping {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

/** Reads uid_map or gid_map (user_namespaces(7)), or the arguments of newuidmap(1). */
export function parseIdMap(text: string): readonly IdMapping[] {
  const numbers = text.split(/\s+/u).filter((word) => word !== '');
  const mappings: IdMapping[] = [];
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    const [inside, outside, count] = numbers
      .slice(at, at + 3)
      .map((word) => (/^\d{1,10}$/u.test(word) ? Number(word) : Number.NaN));
    if (isId(inside) && isId(outside) && isId(count)) mappings.push({ inside, outside, count });
  }
  return mappings;
}

/** The same map with neighbours joined and the lowest first, so that two can be compared. */
export function normalizeIdMap(map: readonly IdMapping[]): readonly IdMapping[] {
  const joined: IdMapping[] = [];
  for (const { inside, outside, count } of map.toSorted((a, b) => a.inside - b.inside)) {
    const last = joined.at(-1);
    const follows =
      last !== undefined &&
      last.inside + last.count === inside &&
      last.outside + last.count === outside;
    if (follows) joined[joined.length - 1] = { ...last, count: last.count + count };
    else joined.push({ inside, outside, count });
  }
  return joined;
}

/** Whether both map the same ids to the same ids. */
export function sameIdMap(a: readonly IdMapping[], b: readonly IdMapping[]): boolean {
  return formatIdMap(normalizeIdMap(a)) === formatIdMap(normalizeIdMap(b));
}

/** `0 1000 1, 1 100000 65536`. */
export function formatIdMap(map: readonly IdMapping[]): string {
  if (map.length === 0) return 'empty';
  return map.map(({ inside, outside, count }) => `${inside} ${outside} ${count}`).join(', ');
}

function isId(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value);
}
