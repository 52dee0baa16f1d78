import type { IdMap, OwnedIds } from '../../src/model/report.ts';

/** A run of ids, and where it is drawn: both in percent of the width. */
export interface Placed {
  readonly start: number;
  readonly count: number;
  readonly x: number;
  readonly width: number;
}

export interface Ids {
  readonly start: number;
  readonly count: number;
}

/** A stretch of the ids of a host, and whose it is; nobody's is a gap. */
export interface Stretch extends Ids {
  readonly owners: readonly string[];
  readonly isUsers: boolean;
}

/**
 * The ids of a host in ascending order, cut wherever a range begins or ends: what two have in common is
 * a stretch of its own, and so is what lies between two ranges.
 */
export function stretchesOf(
  own: readonly Ids[],
  others: readonly OwnedIds[],
  user: string,
): readonly Stretch[] {
  const all = [
    ...own.map((ids) => ({ ids, owner: user, isUsers: true })),
    ...others.map((ids) => ({ ids, owner: ids.owner, isUsers: false })),
  ];
  const ends = all.flatMap(({ ids }) => [ids.start, ids.start + ids.count]);
  const cuts = [...new Set(ends)].toSorted((a, b) => a - b);
  return cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1] ?? start;
    const here = all.filter(({ ids }) => ids.start <= start && ids.start + ids.count >= end);
    return {
      start,
      count: end - start,
      owners: [...new Set(here.map(({ owner }) => owner))],
      isUsers: here.some(({ isUsers }) => isUsers),
    };
  });
}

/**
 * Gives each stretch its part of the width between `from` and 100 percent. Ids are counted by powers of
 * ten, and a gap takes little however wide it is: one uid and four billion have to be in one picture.
 */
export function placeAll(
  stretches: readonly (Ids & { readonly gap: boolean })[],
  from: number,
): readonly Placed[] {
  const weights = stretches.map(({ count, gap }) => (gap ? 1 : 2 + Math.log10(count)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let x = from;
  return stretches.map(({ start, count }, at) => {
    const width = ((weights[at] ?? 0) / total) * (100 - from);
    const placed = { start, count, x, width };
    x += width;
    return placed;
  });
}

/** Where a range is drawn that consists of whole stretches. */
export function spanOf({ start, count }: Ids, placed: readonly Placed[]): Placed {
  const inside = placed.filter((one) => one.start >= start && one.start < start + count);
  const x = inside[0]?.x ?? 0;
  return { start, count, x, width: inside.reduce((sum, { width }) => sum + width, 0) };
}

/** Ids that both have, or nothing. */
export function shared(a: Ids, b: Ids): Ids | null {
  const start = Math.max(a.start, b.start);
  const count = Math.min(a.start + a.count, b.start + b.count) - start;
  return count > 0 ? { start, count } : null;
}

/** The user's ids on the host. */
export function ownIds({ map }: IdMap): readonly Ids[] {
  return map.map(({ outside, count }) => ({ start: outside, count }));
}
