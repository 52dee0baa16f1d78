import type { Effect, Plan } from './fix.ts';
import type { HostReport } from './report.ts';

/** A plan as `podready plan -o` saves it: to be reviewed, and compared with. It is never executed. */
export interface SavedPlan {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: 'podready'; readonly version: string };
  readonly asked: AskedOfPlan;
  readonly hosts: readonly SavedHost[];
}

/** The options that decide what is planned, so that the same is asked when it is planned again. */
export interface AskedOfPlan {
  readonly user: string | null;
  readonly needs: readonly string[];
  /** The needs are all: a profile took the place of the default ones. */
  readonly exact?: true;
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** What was planned for one host, and for what. */
export interface SavedHost {
  /** As it was named on the command line. */
  readonly host: string;
  /** It is the machine on which podready ran; its name says nothing then. */
  readonly local: boolean;
  /** When it was looked at: UTC, from the clock of the client. */
  readonly at: string;
  readonly user: string | null;
  readonly needs: HostReport['needs'];
  /** In the order in which they are applied. */
  readonly fixes: readonly SavedFix[];
  readonly withheld: readonly { readonly id: string; readonly because: string }[];
  readonly unjudged: readonly string[];
}

/** One fix of a saved plan; what it is about is `podready explain ID`. */
export interface SavedFix {
  readonly id: string;
  readonly title: string;
  readonly effect: Effect;
  readonly gains: string | null;
  readonly repairs: readonly string[];
  readonly after: readonly string[];
  readonly plan: Exclude<Plan, { readonly outcome: 'noop' }>;
}
