import type { ClientObservations } from './fact.ts';
import type { HostErrorStep } from './report.ts';

/** How much was taken out of what hosts said: secrets always, with `share` also what identifies people and places. */
export type Redaction = 'secrets' | 'share';

/** What a bundle says of itself: its first entry, `manifest.json`. Every other entry is named here. */
export interface BundleManifest {
  readonly schemaVersion: '1.0';
  readonly kind: 'podready-bundle';
  readonly tool: { readonly name: 'podready'; readonly version: string };
  readonly redaction: Redaction;
  /** In the order in which the hosts were named. */
  readonly hosts: readonly BundledHost[];
}

export type BundledHost = GatheredHost | SkippedHost;

/** A host that was looked at, and its snapshot. */
export interface GatheredHost {
  readonly status: 'gathered';
  readonly host: string;
  /** Name of the entry that holds the snapshot. */
  readonly file: string;
  readonly bytes: number;
  /** Of the entry, in hex. */
  readonly sha256: string;
  /** ISO 8601, UTC, from the client's clock. */
  readonly at: string;
  readonly milliseconds: number;
  readonly execs: number;
  readonly transport: ClientObservations['transport'];
  readonly privilege: string;
  /** Ids of the facts that are complete. */
  readonly read: readonly string[];
  /** Facts that were asked for, and that nothing complete came of. */
  readonly unread: readonly UnreadFact[];
  /** Ids of facts that were not asked for. */
  readonly notAsked: readonly string[];
  /** Where secrets were taken out, and how many. */
  readonly secrets: Readonly<Record<string, number>>;
}

export interface UnreadFact {
  readonly fact: string;
  readonly because: string;
}

/** A host that could not be looked at. It is in the bundle so that it is in the report. */
export interface SkippedHost {
  readonly status: 'skipped';
  readonly host: string;
  /** Reached over SSH: decides what is asked of it by default. */
  readonly isRemote: boolean;
  readonly error: {
    readonly step: HostErrorStep;
    readonly message: string;
    readonly hint: string;
  };
}
