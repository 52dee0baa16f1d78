/** Counts what the lab found, and says it as it comes. */
export interface Entry {
  readonly name: string;
  readonly problems: readonly string[];
  readonly ms: number;
}

export class Tally {
  /** Everything that was recorded, in its order. */
  readonly entries: Entry[] = [];
  passed = 0;
  failed = 0;
  readonly #failures: string[] = [];
  readonly #isWanted: (name: string) => boolean;

  /** Tests that are not wanted are not run; all are, if nobody says. */
  constructor(isWanted: (name: string) => boolean = () => true) {
    this.#isWanted = isWanted;
  }

  /** No problem is a pass. */
  record(name: string, problems: readonly string[], ms: number): void {
    console.log(this.note(name, problems, ms));
  }

  /** The same, unsaid: returns what there is to say. */
  note(name: string, problems: readonly string[], ms: number): string {
    this.entries.push({ name, problems, ms });
    const time = `${(ms / 1000).toFixed(1)} s`;
    if (problems.length === 0) {
      this.passed += 1;
      return `✔ ${name} (${time})`;
    }
    this.failed += 1;
    const text = [`✘ ${name} (${time})`, ...problems.map(indent)].join('\n');
    this.#failures.push(text);
    return text;
  }

  /** Runs one test; what it throws, in the end, is its problem. */
  async test(name: string, body: () => Promise<readonly string[]>): Promise<void> {
    if (!this.#isWanted(name)) return;
    const started = Date.now();
    let problems: readonly string[];
    try {
      problems = await again(body);
    } catch (cause) {
      problems = [cause instanceof Error ? cause.message : String(cause)];
    }
    this.record(name, problems, Date.now() - started);
  }

  /** The last words; the exit code. */
  end(): number {
    if (this.failed > 0) console.log(`\nFailed:\n${this.#failures.join('\n')}`);
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** podready itself failed: a result, which trying again must not hide. */
export class PodreadyFailed extends Error {
  override readonly name = 'PodreadyFailed';
}

/**
 * What a test finds is a result; what it throws is trouble of the lab itself, such as a guest that is too
 * slow to answer, and then it is done once more, from the clean state.
 */
export async function again<Value>(body: () => Promise<Value>): Promise<Value> {
  try {
    return await body();
  } catch (cause) {
    if (cause instanceof PodreadyFailed) throw cause;
    console.log(`  once more, after: ${String(cause).split('\n')[0]}`);
    return await body();
  }
}

function indent(problem: string): string {
  return problem
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
