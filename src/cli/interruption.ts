import { type ExitCode, exitCodeOfSignal } from './exit-codes.ts';

/** What a signal does: ends the run at once, or after the step that is being applied. */
export type InterruptionMode = 'at-once' | 'after-step';

/** The parts of `process` that signals come from. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

export interface InterruptionOptions {
  readonly say: (text: string) => void;
  /** Ends the process. */
  readonly exit: (code: ExitCode) => void;
}

/** Longest time that letting go of hosts may take once a signal came. */
const LET_GO_MS = 500;

const WITHIN_STEP =
  'Interrupted. If a step had begun, the next podready fix there says what became of it.\n';

/** Turns signals into an end that leaves nothing half-done. */
export class Interruption {
  /** The signal that asked for an end, once one came. */
  by: 'SIGINT' | 'SIGTERM' | null = null;
  mode: InterruptionMode = 'at-once';
  readonly #options: InterruptionOptions;
  readonly #held = new Set<() => Promise<void>>();

  constructor(source: SignalSource, options: InterruptionOptions) {
    this.#options = options;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      source.on(signal, () => void this.#onSignal(signal));
    }
  }

  /** What has to be let go of before an end at once; call the result when it is no longer held. */
  hold(letGo: () => Promise<void>): () => void {
    this.#held.add(letGo);
    return () => void this.#held.delete(letGo);
  }

  async #onSignal(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
    const isFirst = this.by === null;
    this.by ??= signal;
    if (isFirst && this.mode === 'after-step') {
      this.#options.say('Stopping after the current step. Once more ends at once.\n');
      return;
    }
    const within = !isFirst && this.mode === 'after-step';
    await Promise.race([
      Promise.allSettled([...this.#held].map((letGo) => letGo())),
      new Promise((resolve) => setTimeout(resolve, LET_GO_MS)),
    ]);
    // After what was held, such as a progress that is drawn over lines of others.
    this.#options.say(within ? WITHIN_STEP : 'Interrupted.\n');
    this.#options.exit(exitCodeOfSignal(signal));
  }
}
