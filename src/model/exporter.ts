import type { Effect, FollowUp, Step } from './fix.ts';

/** What a plan is for: the user whose Podman it is about. */
export interface ExportedUser {
  readonly name: string;
  /** `null` when the plan creates the account. */
  readonly uid: number | null;
  /** Home of the user; `null` when the plan creates the account. */
  readonly home: string | null;
}

/** One fix with its steps, in the order in which they are applied. */
export interface ExportedFix {
  readonly id: string;
  readonly title: string;
  readonly effect: Effect;
  readonly steps: readonly [Step, ...Step[]];
  readonly afterwards: readonly FollowUp[];
  readonly notes: readonly string[];
}

/** The plan for one host, as it is written for another tool. */
export interface ExportedPlan {
  /** Who made it, such as `podready 0.1.0`. */
  readonly tool: string;
  /** The host that the plan was made from, as it was named. */
  readonly host: string;
  /** When that was looked at: ISO 8601, UTC. */
  readonly at: string;
  readonly user: ExportedUser;
  readonly fixes: readonly ExportedFix[];
  /** Sentences: what the plan leaves to a person. */
  readonly left: readonly string[];
}

/** A step that a format cannot express. */
export interface Inexpressible {
  readonly fix: string;
  /** Summary of the step. */
  readonly step: string;
  /** One sentence for a person. */
  readonly because: string;
}

export type Exported =
  | { readonly outcome: 'text'; readonly text: string }
  /** Nothing is written: a plan that lacks a step is another plan. */
  | {
      readonly outcome: 'inexpressible';
      readonly steps: readonly [Inexpressible, ...Inexpressible[]];
    };

/** Writes a plan for another tool. Pure; what came from a host is data in it. */
export interface Exporter {
  readonly title: string;
  readonly export: (plan: ExportedPlan) => Exported;
}

export function exported(text: string): Exported {
  return { outcome: 'text', text };
}
