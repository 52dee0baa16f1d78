/** One cause of an error message: a check that decides about it, or what a person looks at. */
export type Cause = CheckedCause | ManualCause;

export interface CheckedCause {
  /** Id of the check that decides whether it is this one. */
  readonly check: string;
  /** The finding that it has to be, where the check has others that do not lead to this error. */
  readonly messageId?: string;
  /** How the cause leads to the message: one sentence. */
  readonly because: string;
}

export interface ManualCause {
  readonly because: string;
  /** What a person does about it, or looks at: one sentence. */
  readonly byHand: string;
}

/** An error message that programs print, and what produces it. */
export interface Symptom {
  /** Kebab-case noun phrase. Stable for ever. */
  readonly id: string;
  /** What has happened, as a sentence without a full stop. */
  readonly title: string;
  /** Rows of the fault catalogue whose error texts these are, such as `F007`. */
  readonly covers: readonly string[];
  /**
   * The message as it is printed, one text for every wording. What varies is a placeholder in braces:
   * `{path}`, `{user}`, `{number}`, `{id}`, `{version}`, `{name}`.
   */
  readonly texts: readonly [string, ...string[]];
  /**
   * The text says so little that it counts only where nothing else is known of the message, and where
   * the message is about containers or says nothing else.
   */
  readonly isVague?: boolean;
  /** The likeliest first. */
  readonly causes: readonly [Cause, ...Cause[]];
  readonly references: readonly [string, ...string[]];
}

/** Declares the symptoms of one family. */
export function defineSymptoms(family: readonly Symptom[]): readonly Symptom[] {
  return family;
}

/** Whether a check decides about a cause. */
export function isChecked(cause: Cause): cause is CheckedCause {
  return 'check' in cause;
}
