import { readdir } from 'node:fs/promises';
import { matchesPattern } from '../parse/pattern.ts';

/**
 * Files that a glob(7) pattern names, in lexical order: `*`, `?` and `[…]` within a path segment, and
 * no hidden file unless the pattern spells the dot. A pattern without wildcards is returned as it is.
 */
export async function expandGlob(pattern: string): Promise<readonly string[]> {
  const segments = pattern.split('/');
  let paths = [segments.shift() ?? ''];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    const expanded = await Promise.all(paths.map((path) => step(path, segment, isLast)));
    paths = expanded.flat();
  }
  return paths.toSorted();
}

async function step(folder: string, segment: string, isLast: boolean): Promise<readonly string[]> {
  if (!/[*?[]/u.test(segment)) return [`${folder}/${segment}`];
  const entries = await readdir(`${folder}/`, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => isLast || entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter(
      (name) => (segment.startsWith('.') || !name.startsWith('.')) && matchesSegment(name, segment),
    )
    .map((name) => `${folder}/${name}`);
}

function matchesSegment(name: string, segment: string): boolean {
  if (!segment.includes('[')) return matchesPattern(name, segment);
  const source = segment
    .replaceAll(/[.+^${}()|\\]/gu, String.raw`\$&`)
    .replaceAll('[!', '[^')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${source}$`, 'u').test(name);
  } catch {
    return name === segment;
  }
}
