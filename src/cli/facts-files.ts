import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../gather/snapshot.ts';

/** Writes the snapshot of one host to `DIR/HOST.json`, readable by the user alone. */
export async function saveSnapshot(folder: string, snapshot: Snapshot): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Encoded, so that no name of a host leaves the folder, and no two hosts share a file.
  const name = encodeURIComponent(snapshot.host).replaceAll('%40', '@');
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  await writeFile(join(folder, `${name}.json`), text, { mode: 0o600 });
}
