import type { Area, Evidence, MessageData, Severity } from './check.ts';
import type { NeedName } from './need.ts';

export type Status = 'pass' | 'fail' | 'unknown' | 'not-applicable';

export type HostVerdict = 'ready' | 'not-ready' | 'unknown';

export interface ReportedFinding {
  readonly messageId: string;
  readonly message: string;
  readonly data: MessageData;
  readonly evidence: readonly Evidence[];
  /** The report given as baseline has it too. */
  readonly known?: true;
}

/** A waiver at the moment of the run. */
export interface ReportedWaiver {
  readonly name: string;
  readonly reason: string;
  readonly owner: string;
  /** Its last day, such as `2027-03-31`; `null` when it has no end. */
  readonly expires: string | null;
  /** IANA name of the time zone in which that day ends. */
  readonly timeZone: string;
  /** Whole days after this one in which it is still in force; negative once it expired. */
  readonly daysLeft: number | null;
  readonly state: 'in-force' | 'ends-soon' | 'expired';
}

/** A waiver, and whether this run had use for it. */
export interface WaiverInUse extends ReportedWaiver {
  readonly checks: readonly string[];
  readonly hosts: readonly string[];
  /** `not-judged`: not all that it is about was judged, so that nothing is known. */
  readonly use: 'used' | 'unused' | 'not-judged';
}

/** Why a failure is only a note. */
export interface Accepted {
  readonly by: 'waiver' | 'baseline';
  /** What its severity would be. */
  readonly severity: Severity;
}

/** One selected check on one host. */
export interface CheckResult {
  readonly check: string;
  readonly area: Area;
  /** What the check is called in its state: the title, or the failure title. */
  readonly title: string;
  /** Already lowered to `info` when no need that the check serves was asked for, or it is accepted. */
  readonly severity: Severity;
  readonly status: Status;
  readonly findings: readonly ReportedFinding[];
  /** Why the status is `unknown` or `not-applicable`. */
  readonly because: string | null;
  /** The root cause whose consequence this failure is. */
  readonly explainedBy: string | null;
  readonly fixes: readonly string[];
  /** What a person would type to repair it by hand. */
  readonly commands: readonly string[];
  /** Page of the check. */
  readonly docs: string;
  /** The waiver for this failure; one that has expired changes nothing. */
  readonly waiver?: ReportedWaiver;
  readonly accepted?: Accepted;
}

/** A failed check of warning or error that no other failure explains. */
export interface RootCause {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** Ids of the failed checks that follow from it. */
  readonly explains: readonly string[];
  readonly fixes: readonly string[];
  readonly commands: readonly string[];
}

/** The step of looking at a host that failed. */
export type HostErrorStep =
  'name' | 'tcp' | 'hop' | 'host-key' | 'auth' | 'config' | 'shell' | 'probe' | 'time';

export interface HostError {
  readonly step: HostErrorStep;
  readonly message: string;
  readonly hint: string;
}

export interface Gathered {
  /** ISO 8601, UTC, from the client's clock. */
  readonly at: string;
  readonly transport: string;
  readonly milliseconds: number;
  /** Number of exec channels (or local processes) that were started for it. */
  readonly execs: number;
  /** How the root section ran: `root`, `sudo`, `doas` or `none`. */
  readonly privilege: string;
}

/** What the host is: names and versions as found, `null` where unreadable. */
export interface Machine {
  readonly os: string | null;
  readonly kernel: string | null;
  readonly architecture: string | null;
  readonly podman: string | null;
  readonly virtualization: string | null;
}

/** Whether what was asked for works after a reboot with nobody logged in. */
export interface AfterReboot {
  readonly verdict: HostVerdict;
  /** What is in the way, or could not be decided. */
  readonly checks: readonly string[];
}

/** Ids of the host that belong to somebody else than the user. */
export interface OwnedIds {
  /** A range of subuid(5) or subgid(5), or the id of an account or group. */
  readonly kind: 'range' | 'account';
  readonly owner: string;
  readonly start: number;
  readonly count: number;
}

/** How ids in the user's containers stand for ids of the host. */
export interface IdMap {
  /** As Podman maps them: the user first, then the subordinate ids, the lowest first. */
  readonly map: readonly {
    readonly inside: number;
    readonly outside: number;
    readonly count: number;
  }[];
  /** Whose the ids around are, and those that overlap: at most 32, in ascending order. */
  readonly others: readonly OwnedIds[];
  readonly othersLeftOut: number;
}

export interface IdMaps {
  readonly uids: IdMap;
  readonly gids: IdMap;
}

export interface HostReport {
  readonly host: string;
  readonly user: string | null;
  /** `upgrade` is not among them: `target` says it, and more. */
  readonly needs: readonly (Exclude<NeedName, 'upgrade'> | `publish:${number}`)[];
  /** The version that the host is to be upgraded to, such as `podman@6`; missing without `--target`. */
  readonly target?: string;
  readonly verdict: HostVerdict;
  /** Missing when `boot` is not needed, or not all of it was judged. */
  readonly afterReboot?: AfterReboot;
  readonly error: HostError | null;
  readonly gathered: Gathered | null;
  readonly machine: Machine | null;
  /** Missing for root, and where the subordinate ids were not read. */
  readonly ids?: IdMaps;
  readonly results: readonly CheckResult[];
  readonly rootCauses: readonly RootCause[];
}

/** Everything a renderer may know. It is also the JSON that `--format json` prints. */
export interface Report {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: 'podready'; readonly version: string };
  readonly hosts: readonly HostReport[];
  /** Missing without a file of waivers. */
  readonly waivers?: readonly WaiverInUse[];
  /** Findings of these hosts that the baseline has and that were found again, new ones, and those gone. */
  readonly baseline?: { readonly known: number; readonly new: number; readonly gone: number };
}

/** How a text renderer may draw. `color` is chalk's level. */
export interface RenderOptions {
  readonly color: 0 | 1 | 2 | 3;
  /** Columns. */
  readonly width: number;
  /** Also list what passed and what does not apply. */
  readonly verbose: boolean;
}

/** Turns a report into text. Pure: no clock, no environment, no terminal, no file system. */
export interface Renderer {
  readonly format: string;
  readonly render: (report: Report, options: RenderOptions) => string;
  /** The same text in pieces, for formats that get too large for one string. */
  readonly pieces?: (report: Report, options: RenderOptions) => Iterable<string>;
}
