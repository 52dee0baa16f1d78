/** Failures that somebody answers for, until a day. Unknown checks are never waived. */
export interface Waiver {
  readonly name: string;
  /** Ids of checks: patterns with `*`, `?` and `!`. */
  readonly checks: readonly string[];
  /** Names of hosts: patterns, too. */
  readonly hosts: readonly string[];
  readonly reason: string;
  readonly owner: string;
  /** The last day, such as `2027-03-31`; `null` for a waiver without an end. */
  readonly expires: string | null;
  /** IANA name of the time zone in which that day ends. */
  readonly timeZone: string;
}
