import type { IdMapping } from '../parse/id-map.ts';
import type { PodmanNamespace } from '../parse/podman-namespace.ts';
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

/**
 * Whether pause.pid names a process that is not Podman's. setns(2): nobody can join the user namespace
 * that he is in; that of the host holds all ids.
 */
export function isOfAnotherProcess({ command, uids }: PodmanNamespace): boolean {
  return !/^(?:catatonit|podman)/u.test(command) && isWhole(uids);
}

function isWhole(uids: readonly IdMapping[]): boolean {
  return uids.some(
    ({ inside, outside, count }) => inside === 0 && outside === 0 && count === 4_294_967_295,
  );
}
