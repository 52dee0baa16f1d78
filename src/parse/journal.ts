import { RUN_ID } from '../model/journal.ts';

/** One journal of a host, newest run first. */
export interface Journal {
  readonly files: readonly JournalFile[];
  /** There are older runs, or larger ones, than the probe prints. */
  readonly more: boolean;
}

/** What one run wrote: JSON, of which nothing is known yet. */
export interface JournalFile {
  readonly run: string;
  readonly entries: readonly unknown[];
  /** Lines that are no JSON: one that was cut, or that somebody else wrote. */
  readonly unreadable: number;
}

/** Reads what the probes of journals print: `run NAME`, and its lines with `|` before each; or `more`. */
export function parseJournal(text: string): Journal {
  const files: { run: string; entries: unknown[]; unreadable: number }[] = [];
  let file: (typeof files)[number] | undefined;
  let more = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('|')) {
      if (file !== undefined && line.trim() !== '|') take(line.slice(1), file);
    } else if (line.startsWith('run ')) {
      const run = line.slice(4).replace(/\.ndjson$/u, '');
      // Whatever else lies there is none of ours.
      file = RUN_ID.test(run) ? { run, entries: [], unreadable: 0 } : undefined;
      if (file !== undefined) files.push(file);
    } else if (line === 'more') more = true;
  }
  return { files, more };
}

/** One run has no more steps than this. */
const MOST_ENTRIES = 1000;

function take(line: string, file: { entries: unknown[]; unreadable: number }): void {
  try {
    if (file.entries.length < MOST_ENTRIES) {
      file.entries.push(JSON.parse(line));
      return;
    }
  } catch {
    // Counted below.
  }
  file.unreadable += 1;
}
