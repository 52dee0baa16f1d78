import type { Selection } from '../engine/select.ts';
import type { CheckResult, HostErrorStep, HostReport } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import { EXIT, keepsFromPassing } from './exit-codes.ts';
import { judge, outcomeOf } from './judge.ts';
import { type Looked, type LookedAt, lookAsAsked } from './look.ts';

/** How hosts are looked at again. */
export interface Waiting {
  /** Looks at these hosts, in this order; `isPartial` when it is for some of the checks alone. */
  readonly look: (
    hosts: readonly string[],
    selection: Selection,
    isPartial: boolean,
  ) => Promise<LookedAt>;
  /** Whether this host alone would end the run with 0. */
  readonly passes: (report: HostReport, selection: Selection, isPartial: boolean) => boolean;
  /** Whether this result alone would not let the run end with 0. */
  readonly keeps: (result: CheckResult) => boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly say: (line: string) => void;
}

/** Looks at hosts again as the command line says. Throws a `UsageError` for what cannot be waited for. */
export function waitingFor(argumentsGiven: readonly string[], context: Context): Waiting {
  const { settings, terminal } = context;
  if (settings.fromFacts.length > 0) {
    throw new UsageError(
      '--wait looks at hosts again, and --from-facts at none; leave one of them out',
    );
  }
  if (settings.sudo === 'ask') {
    throw new UsageError('--wait cannot ask for a password at each look; use --sudo auto or never');
  }
  const partial = { ...context, settings: { ...settings, saveFacts: null } };
  return {
    look: (hosts, selection, isPartial) =>
      lookAsAsked(
        argumentsGiven.length === 0 ? [] : hosts,
        selection,
        isPartial ? partial : context,
      ),
    passes: (report, selection, isPartial) => {
      const more = isPartial ? { deciding: new Set<string>() } : {};
      return judge([outcomeOf(report, selection, context, more)], context, false) === EXIT.ready;
    },
    keeps: (result) => keepsFromPassing(result, settings.exit),
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    say: (line) => terminal.writeErr(`${line}\n`),
  };
}

/** Between two looks at a host, in milliseconds; the pause grows from the first to the last. */
const PAUSES = { first: 2_000, last: 15_000, growth: 1.5 };
/** sshd counts logins that fail, and locks out who has too many (PerSourcePenalties of sshd_config(5)). */
const PAUSE_AFTER_AUTH = 30_000;
/** What no waiting mends: a person has to. */
const FINAL: ReadonlySet<HostErrorStep> = new Set(['host-key', 'config']);

/**
 * Looks again at the hosts that do not pass, until they do or the time is over. Only the checks that keep a host
 * are run again; when these pass, or the time is over, all checks are, so that the report is of one moment.
 */
export async function waitUntilPassed(
  first: LookedAt,
  selection: Selection,
  deadline: number,
  waiting: Waiting,
): Promise<LookedAt> {
  const rounds = new Rounds(first, selection, waiting);
  for (;;) {
    const pending = rounds.pending();
    const left = deadline - waiting.now();
    if (pending.length === 0 || left <= 0) break;
    rounds.tell(pending, left);
    const pause = rounds.pause(pending);
    await waiting.sleep(Math.min(left, pause));
    if (pause >= left) {
      await rounds.lookOnceMore(pending);
      break;
    }
    await rounds.lookAgain(pending);
  }
  return await rounds.end();
}

/** What is known of one host. */
interface Waited {
  readonly looked: Looked;
  /** The checks that keep it; what a later look at them alone said. */
  readonly reasons: readonly string[];
  /** Something was seen after the report was made. */
  readonly isStale: boolean;
  readonly pause: number;
  /** Earliest time of the next look. */
  readonly due: number;
}

class Rounds {
  readonly #hosts: Map<string, Waited>;
  readonly #first: LookedAt;
  readonly #selection: Selection;
  readonly #waiting: Waiting;
  #saved: boolean;
  #told = '';

  constructor(first: LookedAt, selection: Selection, waiting: Waiting) {
    this.#first = first;
    this.#selection = selection;
    this.#waiting = waiting;
    this.#saved = first.saved;
    this.#hosts = new Map(
      first.hosts.map((looked) => [looked.report.host, this.#waited(looked, PAUSES.first)]),
    );
  }

  /** The hosts that do not pass, and may yet. */
  pending(): readonly Waited[] {
    return [...this.#hosts.values()].filter(
      ({ looked: { report } }) =>
        !this.#waiting.passes(report, this.#selection, false) &&
        (report.error === null || !FINAL.has(report.error.step)),
    );
  }

  pause(pending: readonly Waited[]): number {
    return Math.max(0, Math.min(...pending.map(({ due }) => due)) - this.#waiting.now());
  }

  /** Says what is waited for, whenever that changes. */
  tell(pending: readonly Waited[], left: number): void {
    const named = pending.slice(0, MOST_NAMED).map(({ looked, reasons }) => {
      const all = [...reasons.slice(0, MOST_NAMED), ...(reasons.length > MOST_NAMED ? ['…'] : [])];
      return `${looked.report.host} (${all.join(', ') || 'nothing was decided'})`;
    });
    const more = pending.length > MOST_NAMED ? ` and ${pending.length - MOST_NAMED} more` : '';
    const what = printable(`Waiting for ${named.join(', ')}${more}`);
    if (what === this.#told) return;
    this.#told = what;
    this.#waiting.say(`${what}; ${Math.ceil(left / 1000)} s left`);
  }

  async lookAgain(pending: readonly Waited[]): Promise<void> {
    const due = pending.filter((one) => one.due <= this.#waiting.now());
    const reached = due.filter(({ looked }) => looked.report.error === null);
    const passed = await this.#lookAtReasons(reached);
    const others = due.filter(({ looked }) => looked.report.error !== null);
    await this.#lookAtAll([...others, ...passed]);
  }

  /** The time is over: what is there now, but for logins that failed a moment ago. */
  async lookOnceMore(pending: readonly Waited[]): Promise<void> {
    const now = this.#waiting.now();
    await this.#lookAtAll(
      pending.filter(({ looked, due }) => looked.report.error?.step !== 'auth' || due <= now),
    );
  }

  /** The newest reports, in the order of the hosts. */
  async end(): Promise<LookedAt> {
    await this.#lookAtAll([...this.#hosts.values()].filter(({ isStale }) => isStale));
    const hosts = [...this.#hosts.values()].map(({ looked }) => looked);
    return { ...this.#first, hosts, saved: this.#saved };
  }

  /** The hosts on which what kept them passes now. */
  async #lookAtReasons(hosts: readonly Waited[]): Promise<readonly Waited[]> {
    if (hosts.length === 0) return [];
    const ids = new Set(hosts.flatMap(({ looked }) => this.#keeping(looked.report)));
    const checks = this.#selection.checks.filter(({ meta }) => ids.has(meta.id));
    // Nothing failed, and still nothing was decided: only all checks can say more.
    if (checks.length === 0) return hosts;
    const narrow = { ...this.#selection, checks };
    const { hosts: looked } = await this.#waiting.look(namesOf(hosts), narrow, true);
    return hosts.filter((host, at) => {
      const report = looked[at]?.report;
      if (report === undefined) return false;
      if (this.#waiting.passes(report, narrow, true)) return true;
      const next = this.#waited({ report, checked: undefined }, host.pause * PAUSES.growth);
      this.#hosts.set(nameOf(host), { ...next, looked: host.looked, isStale: true });
      return false;
    });
  }

  async #lookAtAll(hosts: readonly Waited[]): Promise<void> {
    if (hosts.length === 0) return;
    const again = await this.#waiting.look(namesOf(hosts), this.#selection, false);
    this.#saved &&= again.saved;
    for (const [at, host] of hosts.entries()) {
      const looked = again.hosts[at] ?? host.looked;
      this.#hosts.set(nameOf(host), this.#waited(looked, host.pause * PAUSES.growth));
    }
  }

  /** Ids of the checks that keep a host. */
  #keeping({ results }: HostReport): readonly string[] {
    return results.filter((one) => this.#waiting.keeps(one)).map(({ check }) => check);
  }

  #waited(looked: Looked, pause: number): Waited {
    const { error } = looked.report;
    const next = Math.min(pause, PAUSES.last);
    return {
      looked,
      reasons: error === null ? this.#keeping(looked.report) : [`${error.step}: ${error.message}`],
      isStale: false,
      pause: next,
      due: this.#waiting.now() + (error?.step === 'auth' ? PAUSE_AFTER_AUTH : next),
    };
  }
}

const MOST_NAMED = 3;

function namesOf(hosts: readonly Waited[]): readonly string[] {
  return hosts.map(nameOf);
}

function nameOf({ looked }: Waited): string {
  return looked.report.host;
}
