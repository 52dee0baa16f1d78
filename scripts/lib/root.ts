import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Absolute path of a file of this repository, given its path from the root. */
export function fromRoot(...parts: readonly string[]): string {
  return join(ROOT, ...parts);
}
