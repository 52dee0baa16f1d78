import type { Snapshot } from '../gather/snapshot.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';

/** Reads the text of a snapshot. Throws a `UsageError` that says where it came from and what is wrong. */
export async function parseSnapshot(text: string, from: string): Promise<Snapshot> {
  return await checkSnapshotDocument(parseJson(text, from), from);
}

/** The same of a document that was parsed. */
export async function checkSnapshotDocument(document: unknown, from: string): Promise<Snapshot> {
  // Loaded only here: it costs as much as everything else together.
  const { snapshotSchema } = await import('../model/snapshot-schema.ts');
  const parsed = snapshotSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where =
    issue === undefined ? '' : ` (${issue.path.join('.') || 'all of it'}: ${issue.message})`;
  throw new UsageError(`${from}: this is no snapshot of podready${printable(where)}`);
}

/** A JSON document. Throws a `UsageError` that says where it came from. */
export function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${from}: ${printable(why)}`, { cause: error });
  }
}
