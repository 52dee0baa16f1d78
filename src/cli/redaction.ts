import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Pseudonyms, type PseudonymMap } from '../gather/pseudonyms.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import { replaceFile } from './replace-file.ts';

/** The pseudonyms of a run that shares what it sees. */
export interface Sharing {
  readonly names: Pseudonyms;
  /** Writes their map, for the eyes of who ran this alone, and says what is in it. */
  readonly keep: () => Promise<void>;
}

/**
 * What `--redact share` asks for. A map that is there already is gone on with, so that what is shared later has the
 * same names. Throws a `UsageError` when it is no map, or cannot be written: names that cannot be kept would be lost.
 */
export async function startSharing({
  settings: { redactMap, bundle },
  terminal,
}: Pick<Context, 'settings' | 'terminal'>): Promise<Sharing> {
  const file = redactMap ?? (bundle === null ? null : `${bundle}.map.json`);
  if (file === null) {
    throw new UsageError('--redact share: say with --redact-map FILE where to keep the real names');
  }
  const earlier = await loadMap(file).catch((error: unknown) => {
    if (error instanceof UsageError && isMissing(error.cause)) return undefined;
    throw error;
  });
  const names = new Pseudonyms(earlier ?? { key: randomBytes(16).toString('hex'), pairs: [] });
  await saveMap(file, names.map());
  return {
    names,
    keep: async () => {
      await saveMap(file, names.map());
      terminal.writeErr(sharedText(names.map(), file));
    },
  };
}

async function saveMap(file: string, map: PseudonymMap): Promise<void> {
  try {
    await replaceFile(file, `${JSON.stringify(map, null, 2)}\n`, { private: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--redact-map ${file}: ${why}`, { cause: error });
  }
}

/** How many things of each kind have another name: `3 users, 1 host`. */
function sharedText({ pairs }: PseudonymMap, file: string): string {
  const counts = new Map<string, number>();
  for (const { kind } of pairs) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const each = [...counts].map(([kind, n]) => `${n} ${NOUNS[kind]?.[n === 1 ? 0 : 1] ?? kind}`);
  const what = each.length === 0 ? 'nothing' : each.join(', ');
  return `renamed: ${what}; ${printable(file)} has the real names: keep it to yourself\n`;
}

const NOUNS: Readonly<Record<string, readonly [one: string, many: string] | undefined>> = {
  user: ['user or group', 'users and groups'],
  host: ['name of a host', 'names of hosts'],
  domain: ['domain', 'domains'],
  address: ['address', 'addresses'],
  mac: ['MAC address', 'MAC addresses'],
};

/** Reads a map. Throws a `UsageError` that names the file. */
export async function loadMap(file: string): Promise<PseudonymMap> {
  try {
    const document: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { pseudonymMapSchema } = await import('../gather/pseudonym-map-schema.ts');
    const { success, data } = pseudonymMapSchema.safeParse(document);
    if (success) return data;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file}: ${printable(why)}`, { cause: error });
  }
  throw new UsageError(`${file}: this is no map that --redact share wrote`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Puts the real names back into a text. */
export function unredacted(text: string, { pairs }: PseudonymMap): string {
  const originals = new Map(pairs.map(({ pseudonym, original }) => [pseudonym, original]));
  const words = [...originals.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll('.', String.raw`\.`));
  if (words.length === 0) return text;
  const pattern = new RegExp(`(?<![A-Za-z\\d])(?:${words.join('|')})(?![A-Za-z\\d])`, 'gu');
  return text.replaceAll(pattern, (word) => originals.get(word) ?? word);
}
