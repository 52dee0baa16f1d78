import type { RepairStep, Undo } from './fix.ts';

/** Name of one run of `fix` or `undo`, on all of its hosts: when it began (UTC), and a random part. */
export const RUN_ID = /^\d{8}T\d{6}Z-[\da-f]{6}$/u;

/**
 * How one step ended. `done`: changed, and read again. `already`: it was so. `changed-meanwhile`: the
 * host is not what the plan was made from. `refused`: it would do harm. `denied`: no root or no such
 * user. `lost`: nobody knows, because the connection or the time ended.
 */
export type StepStatus =
  'done' | 'already' | 'changed-meanwhile' | 'refused' | 'failed' | 'denied' | 'lost';

/** What only the host knew when the step was applied: `linger` is `no`, `installed` is `a,b`. */
export type Seen = ReadonlyMap<string, string>;

/** One step as the journal of a host has it. */
export interface RecordedStep {
  readonly fix: string;
  /** Its position among the steps of the fix. */
  readonly index: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly as: 'root' | 'user';
  readonly summary: string;
  readonly undo: Undo;
  /** All of it; `null` when this version of podready does not know such a step, or takes none like it back. */
  readonly step: RepairStep | null;
  readonly seen: Seen;
  /** `lost` when the journal does not say how it ended. */
  readonly status: StepStatus;
  /** A later run took it back. */
  readonly undone: boolean;
}

/** One run as the journals of a host have it: root's, and the user's. */
export interface RecordedRun {
  readonly id: string;
  /** The run that it took back. */
  readonly undoes: string | null;
  /** In the order in which they were applied. */
  readonly steps: readonly RecordedStep[];
  /** Its last step ended. `false`: it was killed, or stopped, or a fix failed that others come after. */
  readonly ended: boolean;
  /** Lines that this version of podready cannot read. */
  readonly unreadable: number;
}
