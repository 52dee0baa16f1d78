import { readFile, writeFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';

const folder = new URL('../fixtures/golden/', import.meta.url);

/**
 * Asserts that text is what a file of test/fixtures/golden holds. With UPDATE_GOLDEN=1 the file is
 * written instead; review the difference before it is committed.
 */
export async function assertGolden(name: string, text: string): Promise<void> {
  const file = new URL(name, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  assert.fixture(text, await readFile(file, 'utf8'), name);
}
