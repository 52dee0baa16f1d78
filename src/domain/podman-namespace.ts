import type { IdMapping } from '../parse/id-map.ts';
import type { SubidEntry } from '../parse/subid.ts';

/**
 * The map that Podman asks for: the own id as 0, then the ranges from 1 on, lowest first
 * (`NewIDMappings` of containers/storage, `tryMappingTool` of pkg/rootless).
 */
export function wantedMap(own: number, ranges: readonly SubidEntry[]): readonly IdMapping[] {
  const map: IdMapping[] = [{ inside: 0, outside: own, count: 1 }];
  let inside = 1;
  for (const { start, count } of ranges.toSorted((a, b) => a.start - b.start)) {
    map.push({ inside, outside: start, count });
    inside += count;
  }
  return map;
}

/** How many ids a map holds. */
export function sizeOf(map: readonly IdMapping[]): number {
  return map.reduce((sum, { count }) => sum + count, 0);
}
