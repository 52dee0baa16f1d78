import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Step } from '../model/fix.ts';
import type { StepStatus } from './apply.ts';

/**
 * What happened, one JSON object a line. `step` is written before a step begins: one that no `step-end`
 * follows was under way when podready was killed. Steps are idempotent, so `podready fix` run again
 * goes on from there. A step holds what its file was before, from which it can be taken back.
 */
export type JournalEntry =
  | {
      readonly event: 'begin';
      readonly schemaVersion: '1.0';
      readonly host: string;
      readonly fixes: readonly string[];
    }
  | { readonly event: 'step'; readonly fix: string; readonly index: number; readonly step: Step }
  | {
      readonly event: 'step-end';
      readonly fix: string;
      readonly index: number;
      readonly status: StepStatus;
      readonly exitCode: number | null;
      readonly because: string | null;
    }
  | { readonly event: 'end'; readonly stopped: boolean };

/** An entry as it is stored: with the client's time, ISO 8601. */
export type StoredEntry = JournalEntry & { readonly at: string };

export interface Journal extends AsyncDisposable {
  readonly path: string;
  /** Rejects when the entry is not on disk: then nothing more may be changed. */
  write(entry: JournalEntry): Promise<void>;
}

/** Where journals are: `${XDG_STATE_HOME:-~/.local/state}/podready/journal`. */
export function journalFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state = env['XDG_STATE_HOME'] ?? '';
  // A relative path in an XDG variable is to be ignored (XDG Base Directory Specification).
  const base = isAbsolute(state) ? state : join(env['HOME'] ?? homedir(), '.local', 'state');
  return join(base, 'podready', 'journal');
}

/** Begins the journal of one run on one host. Only its owner can read it. */
export async function openJournal(folder: string, host: string): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = host.replaceAll(/[^\w.@-]/gu, '_').slice(0, 100);
  const time = new Date().toISOString().replaceAll(/[:.]/gu, '-');
  const path = join(folder, `${time}-${name}-${randomBytes(3).toString('hex')}.ndjson`);
  const file = await open(path, 'ax', 0o600);
  return {
    path,
    async write(entry) {
      await file.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
      await file.datasync();
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** A run that did not come to its end. */
export interface UnfinishedRun {
  readonly path: string;
  readonly host: string;
  /** The step that was under way; `null` when it ended between two steps. */
  readonly step: { readonly fix: string; readonly summary: string } | null;
}

/** The runs on a host that were killed, newest first, but for those that a later finished run follows. */
export async function unfinishedRuns(
  folder: string,
  host: string,
): Promise<readonly UnfinishedRun[]> {
  const names = await readdir(folder).catch(() => []);
  const found: UnfinishedRun[] = [];
  for (const name of names
    .filter((one) => one.endsWith('.ndjson'))
    .toSorted()
    .toReversed()) {
    const path = join(folder, name);
    const entries = parseJournal(await readFile(path, 'utf8').catch(() => ''));
    if (!entries.some((one) => one.event === 'begin' && one.host === host)) continue;
    if (entries.some(({ event }) => event === 'end')) return found;
    found.push({ path, host, step: openStep(entries) });
  }
  return found;
}

/** Reads a journal; a last line that was cut, and lines that are none of ours, are skipped. */
export function parseJournal(text: string): readonly StoredEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isEntry(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null || !('event' in value)) return false;
  return ['begin', 'step', 'step-end', 'end'].some((event) => event === value.event);
}

function openStep(entries: readonly StoredEntry[]): UnfinishedRun['step'] {
  const last = entries.at(-1);
  return last?.event === 'step' ? { fix: last.fix, summary: last.step.summary } : null;
}
