import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../gather/snapshot.ts';
import { UsageError } from '../model/usage-error.ts';

/** Writes the snapshot of one host to `DIR/HOST.json`, readable by the user alone. */
export async function saveSnapshot(folder: string, snapshot: Snapshot): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Encoded, so that no name of a host leaves the folder, and no two hosts share a file.
  const name = encodeURIComponent(snapshot.host).replaceAll('%40', '@');
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  await writeFile(join(folder, `${name}.json`), text, { mode: 0o600 });
}

/** Reads a saved snapshot. Throws a `UsageError` that names the file and what is wrong with it. */
export async function loadSnapshot(file: string): Promise<Snapshot> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--from-facts ${file}: ${reason(error)}`, { cause: error });
  });
  const document = parseJson(text, file);
  // Loaded only here: it costs as much as everything else together.
  const { snapshotSchema } = await import('../model/snapshot-schema.ts');
  const parsed = snapshotSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where =
    issue === undefined ? '' : ` (${issue.path.join('.') || 'all of it'}: ${issue.message})`;
  throw new UsageError(`--from-facts ${file}: this is no snapshot of podready${where}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--from-facts ${file}: ${reason(error)}`, { cause: error });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
