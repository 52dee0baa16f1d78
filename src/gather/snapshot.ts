import { type FactId, facts } from '../facts/index.ts';
import {
  type ClientObservations,
  type Fact,
  type FactState,
  type ProbeFact,
  unreadable,
} from '../model/fact.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { ProbeRecord } from './frames.ts';

/**
 * All that was seen of one host at one time, redacted. It is saved, sent and replayed as it is; the
 * values of the facts are parsed from it, so a newer parser also reads an older snapshot.
 */
export interface Snapshot {
  readonly schemaVersion: '1.0';
  readonly host: string;
  /** ISO 8601, UTC, from the client's clock. */
  readonly at: string;
  readonly milliseconds: number;
  readonly execs: number;
  /** How the root section ran: `root`, `sudo`, `doas` or `none`. */
  readonly privilege: string;
  readonly client: ClientObservations;
  /** By fact id. */
  readonly probes: Readonly<Record<string, ProbeRecord>>;
}

/** The state of every fact that was asked for; one that is not in the snapshot is unreadable. */
export function readFacts(snapshot: Snapshot, ids: Iterable<FactId>): FactStates {
  const states: Record<string, FactState<unknown>> = {};
  for (const id of ids) states[id] = stateOf(facts[id], snapshot);
  // The one place where parsed values meet their types: `facts[id]` made the value of `states[id]`.
  return states;
}

function stateOf(fact: Fact, { probes, client }: Snapshot): FactState<unknown> {
  if (fact.as === 'client') return guarded(fact, () => fact.observe(client));
  const record = probes[fact.id];
  if (record === undefined) {
    return unreadable('not-gathered', 'the snapshot does not hold this fact');
  }
  return stateOfRecord(fact, record);
}

function stateOfRecord(fact: ProbeFact<string, unknown>, record: ProbeRecord): FactState<unknown> {
  switch (record.status) {
    case 'done':
      return record.cut
        ? unreadable('truncated', `${fact.title}: the host printed more than is read`)
        : guarded(fact, () => fact.parse(record));
    case 'timeout':
      return unreadable('timeout', `${fact.title}: the probe did not end in time`);
    case 'truncated':
      return unreadable('truncated', `${fact.title}: the answer of the host is not complete`);
    case 'denied':
      return unreadable('denied', `${fact.title}: ${record.because}${hintFor(fact)}`);
  }
}

function hintFor({ as }: Fact): string {
  return as === 'root' ? '; run with --sudo ask, or as root, to know it' : '';
}

/** A parser that throws is a defect; the fact is unreadable, so that it can never end as a pass. */
function guarded(fact: Fact, read: () => FactState<unknown>): FactState<unknown> {
  try {
    return read();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return unreadable('malformed', `${fact.title}: podready could not read the answer (${what})`);
  }
}
