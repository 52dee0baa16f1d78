/** Puts what was measured or captured into a document, between two comments that stay. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPO } from './paths.ts';

/** Replaces what is between `<!-- NAME -->` and `<!-- /NAME -->` in a file of this repository. */
export async function writeMarked(path: string, name: string, body: string): Promise<void> {
  const file = join(REPO, path);
  const text = await readFile(file, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${path} has no place for "${name}"`);
  await writeFile(file, `${text.slice(0, from + begin.length)}\n\n${body}\n\n${text.slice(to)}`);
}
