import type { FactId, FactValues } from '../facts/index.ts';
import type { FactState, Readable } from './fact.ts';
import type { NeedName, Needs } from './need.ts';

export type Severity = 'error' | 'warning' | 'info';

export type Area =
  | 'kernel'
  | 'userns'
  | 'subid'
  | 'cgroup'
  | 'session'
  | 'socket'
  | 'ssh'
  | 'selinux'
  | 'apparmor'
  | 'firewall'
  | 'network'
  | 'storage'
  | 'registry'
  | 'version'
  | 'limit'
  | 'identity'
  | 'outcome';

/** Values substituted for `{{name}}` in a message or a command. */
export type MessageData = Readonly<Record<string, string | number>>;

/** What was seen, where a person can look for it. */
export interface Evidence {
  readonly kind: 'file' | 'command' | 'kernel' | 'unit' | 'client';
  /** Path, command line, kernel key, unit name. */
  readonly where: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  readonly found: string;
  readonly expected: string;
}

/** One thing that is wrong; identified by `messageId`, never by its prose. */
export interface Finding<MessageId extends string = string> {
  readonly messageId: MessageId;
  readonly data?: MessageData;
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

export type Verdict<MessageId extends string = string> =
  | { readonly status: 'pass' }
  | {
      readonly status: 'fail';
      readonly findings: readonly [Finding<MessageId>, ...Finding<MessageId>[]];
    }
  | { readonly status: 'not-applicable'; readonly because: string }
  | { readonly status: 'unknown'; readonly because: string };

/** A finding of another check that this one alone would produce; any finding if no `messageId`. */
export interface Consequence {
  readonly check: string;
  readonly messageId?: string;
  /** Only when the `file` or `path` of its data lies below this directory, or is it. */
  readonly below?: string;
}

export interface CheckMeta<MessageId extends string = string> {
  /** Kebab-case noun phrase, equal to the file name. Stable for ever: users put it in their config. */
  readonly id: string;
  readonly area: Area;
  /** What is true when the check passes. */
  readonly title: string;
  /** What is true when it fails. */
  readonly failureTitle: string;
  /** Why the user should care: one or two sentences, not how to fix it. */
  readonly description: string;
  readonly severity: Severity;
  /** The needs that a failure breaks. When none of them is asked for, the check is `info` at most. */
  readonly needs: readonly [NeedName, ...NeedName[]];
  /** Rows of the fault catalogue that this check finds, such as `F007`. */
  readonly covers: readonly string[];
  /** First release that had this check. */
  readonly since: string;
  readonly references: readonly [string, ...string[]];
  readonly messages: Readonly<Record<MessageId, string>>;
  /** Commands that a person would type, for each message; data is shell-quoted when filled in. */
  readonly commands: Readonly<Record<MessageId, readonly string[]>>;
  /** Ids of the fixes that can repair a failure. */
  readonly fixes: readonly string[];
}

/** The facts that `requires` names, known or absent; those that `consults` names, in any state. */
export type FactsOf<Required extends FactId, Consulted extends FactId> = {
  readonly [Id in Required]: Readable<FactValues[Id]>;
} & { readonly [Id in Consulted]: FactState<FactValues[Id]> };

export interface Check<
  Required extends FactId = FactId,
  Consulted extends FactId = FactId,
  MessageId extends string = string,
> {
  readonly meta: CheckMeta<MessageId>;
  /** Without these there is no verdict: the engine answers `unknown` when one is unreadable. */
  readonly requires: readonly Required[];
  /** These refine the verdict; `evaluate` receives them in any state, unreadable too. */
  readonly consults?: readonly Consulted[];
  readonly evaluate: (facts: FactsOf<Required, Consulted>, needs: Needs) => Verdict<MessageId>;
  /** The findings of other checks that this finding alone would produce on this host. */
  readonly explains?: (
    facts: FactsOf<Required, Consulted>,
    finding: Finding<MessageId>,
  ) => readonly Consequence[];
  /**
   * The findings of other checks that each would produce this one, the likeliest first. For a check of an
   * outcome, which any of many causes can break: they need not know of it.
   */
  readonly follows?: (
    facts: FactsOf<Required, Consulted>,
    finding: Finding<MessageId>,
  ) => readonly Consequence[];
}

/**
 * Declares a check. `evaluate` sees exactly the facts named in `requires` and `consults`: reading
 * another one is a compile error. It is pure, and never throws.
 */
export function defineCheck<
  const Required extends FactId,
  const MessageId extends string,
  const Consulted extends FactId = never,
>(check: Check<Required, Consulted, MessageId>): Check<Required, Consulted, MessageId> {
  return check;
}

/** A check of any facts and messages, as the engine and the index hold it. */
export interface AnyCheck {
  readonly meta: CheckMeta;
  readonly requires: readonly FactId[];
  readonly consults?: readonly FactId[];
  readonly evaluate: (facts: never, needs: Needs) => Verdict;
  readonly explains?: (facts: never, finding: never) => readonly Consequence[];
  readonly follows?: (facts: never, finding: never) => readonly Consequence[];
}

/** A verdict with one finding. */
export function fail<const MessageId extends string>(
  messageId: MessageId,
  data: MessageData,
  ...evidence: readonly [Evidence, ...Evidence[]]
): Verdict<MessageId> {
  return { status: 'fail', findings: [{ messageId, data, evidence }] };
}

/** A verdict from a list of findings: `pass` when there is none. */
export function verdictOf<const MessageId extends string>(
  findings: readonly Finding<MessageId>[],
): Verdict<MessageId> {
  const [first, ...rest] = findings;
  return first === undefined ? pass : { status: 'fail', findings: [first, ...rest] };
}

export const pass = { status: 'pass' } as const;

export function notApplicable(because: string): Verdict<never> {
  return { status: 'not-applicable', because };
}

export function unknown(because: string): Verdict<never> {
  return { status: 'unknown', because };
}
