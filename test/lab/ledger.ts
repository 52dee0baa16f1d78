/** What a long run of the lab saw, kept in the repository with the commit it was seen at, so that it can be taken up again. */
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { REPO } from './paths.ts';
import { run } from './run.ts';

/** Where and when something was seen. */
export interface Seen {
  readonly problems: readonly string[];
  readonly ms: number;
  readonly commit: string;
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
}

/** A JSON file of entries, one a line, in the order of their names. */
export class Ledger<Entry extends Seen> {
  readonly #file: string;
  readonly #nameOf: (entry: Entry) => string;

  constructor(name: string, nameOf: (entry: Entry) => string) {
    this.#file = join(REPO, 'test', 'lab', name);
    this.#nameOf = nameOf;
  }

  async read(): Promise<readonly Entry[]> {
    if (!existsSync(this.#file)) return [];
    return JSON.parse(await readFile(this.#file, 'utf8')) as Entry[];
  }

  /** Adds what was seen now, or again. */
  async add(entry: Entry): Promise<void> {
    const name = this.#nameOf(entry);
    const others = (await this.read()).filter((one) => this.#nameOf(one) !== name);
    const all = [...others, entry].toSorted((a, b) => (this.#nameOf(a) < this.#nameOf(b) ? -1 : 1));
    const lines = all.map((one) => `  ${JSON.stringify(one)}`);
    // Runs of several hosts may write side by side: nobody reads half a file.
    const draft = `${this.#file}.${process.pid}`;
    await writeFile(draft, `[\n${lines.join(',\n')}\n]\n`);
    await rename(draft, this.#file);
  }
}

/** The commit that this process was begun at: what comes while it runs is not what is seen. */
const begunAt = run('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: REPO });

/** What an entry says of now. */
export async function now(): Promise<Pick<Seen, 'commit' | 'date'>> {
  const { stdout } = await begunAt;
  return { commit: stdout.trim(), date: new Date().toISOString().slice(0, 10) };
}
