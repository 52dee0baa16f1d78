/** What one probe printed on the host. Text is UTF-8; bytes that are not are U+FFFD. */
export interface ProbeOutput {
  readonly stdout: string;
  readonly exitCode: number;
}

/** Why a fact could not be read. */
export type UnreadableReason =
  'denied' | 'timeout' | 'missing-tool' | 'malformed' | 'truncated' | 'not-gathered';

export interface Known<T> {
  readonly state: 'known';
  readonly value: T;
}

/** Proven: the host does not have it. */
export interface Absent {
  readonly state: 'absent';
  readonly because: string;
}

export interface Unreadable {
  readonly state: 'unreadable';
  readonly reason: UnreadableReason;
  /** One sentence for a person: what was tried, and what would make it known. */
  readonly because: string;
}

/** A fact that was read, is proven not to be there, or could not be read. Never an exception. */
export type FactState<T> = Known<T> | Absent | Unreadable;

/** What a check or fix receives: the engine answers for it when the fact is unreadable. */
export type Readable<T> = Known<T> | Absent;

/**
 * Who runs a probe. `user`: the target user, in the environment that a session of that user has.
 * `login`: whoever logged in, in the environment received. `root`: the escalated section.
 */
export type ProbeAs = 'user' | 'login' | 'root';

/** Probes that hang, if at all, for the same reason (docs/adr/0009-probes-may-share-a-session.md). */
export const SHARED_SESSIONS = [
  /** What the login gave, and the account that it is for. */
  'login',
  /** Only reads /proc, /sys, /etc, /usr, /run and /dev; asks no daemon and no name service. */
  'system',
  /** Also reads below the user's home or along the user's PATH, which may be remote. */
  'home',
  /** Asks the name service. */
  'names',
  /** Asks the package database. */
  'packages',
  /** Asks the system manager. */
  'system-manager',
  /** Asks the user manager. */
  'user-manager',
] as const;

export type SharedSession = (typeof SHARED_SESSIONS)[number];

/**
 * How to learn one thing about a host by running a POSIX `sh` snippet that only reads.
 *
 * All snippets of a run travel as one script; each runs in a session of its own, beside the others
 * (those of a kind may share one), with stdin from /dev/null and stderr discarded. The functions of `src/gather/prelude.ts` are in
 * scope. Exit codes follow sysexits(3): 66 proven absent, 77 denied, 69 tool missing.
 * `parse` is pure, and never throws on any text.
 */
export interface ProbeFact<Id extends string, T> {
  readonly id: Id;
  readonly title: string;
  readonly as: ProbeAs;
  /** The session that the probe shares with others of its kind; none: it has one of its own. */
  readonly shares?: SharedSession;
  /** It may hang for a reason of its own, so it is the last of its session: nothing waits for it. */
  readonly last?: true;
  /**
   * The probe does not only look: it starts containers, and removes what it made. It is part of the script
   * with `--deep` alone, and begins when all others have ended (docs/adr/0011-outcomes-on-request.md).
   */
  readonly deep?: true;
  readonly probe: string;
  readonly parse: (output: ProbeOutput) => FactState<T>;
}

/** What the client saw of the connection itself. */
export interface ClientObservations {
  readonly transport: 'local' | 'ssh' | 'openssh' | 'replay';
  /** Bytes that arrived before the first frame (motd, rc files); at most 4 KiB are kept. */
  readonly noise: string;
  /** Identification string of the SSH server, such as `SSH-2.0-OpenSSH_9.2p1`. */
  readonly serverIdent?: string;
  /** Whether sshd opened a unix-socket forwarding channel for this user. */
  readonly streamlocal?: {
    readonly path: string;
    readonly opened: boolean;
    readonly error?: string;
  };
}

/** A fact that the transport saw; nothing runs on the host for it. */
export interface ClientFact<Id extends string, T> {
  readonly id: Id;
  readonly title: string;
  readonly as: 'client';
  readonly observe: (seen: ClientObservations) => FactState<T>;
}

export type Fact<Id extends string = string, T = unknown> = ProbeFact<Id, T> | ClientFact<Id, T>;

/** Gives a fact literal its inferred id and value type. */
export function defineFact<const Id extends string, T>(fact: ProbeFact<Id, T>): ProbeFact<Id, T> {
  return fact;
}

/** Gives a client fact literal its inferred id and value type. */
export function defineClientFact<const Id extends string, T>(
  fact: ClientFact<Id, T>,
): ClientFact<Id, T> {
  return fact;
}

export function known<T>(value: T): Known<T> {
  return { state: 'known', value };
}

export function absent(because: string): Absent {
  return { state: 'absent', because };
}

export function unreadable(reason: UnreadableReason, because: string): Unreadable {
  return { state: 'unreadable', reason, because };
}

/** Exit codes by which a probe tells what it found, after sysexits(3). */
export const PROBE_EXIT = { absent: 66, missingTool: 69, denied: 77 } as const;

/**
 * The state that a probe's exit code alone decides, or `undefined` when there is output to parse.
 * `what` names the thing that was read, such as `/etc/subuid`.
 */
export function stateOfExit(
  { exitCode }: ProbeOutput,
  what: string,
): Absent | Unreadable | undefined {
  switch (exitCode) {
    case 0:
      return undefined;
    case PROBE_EXIT.absent:
      return absent(`${what} does not exist`);
    case PROBE_EXIT.denied:
      return unreadable('denied', `${what} is not readable by this user`);
    case PROBE_EXIT.missingTool:
      return unreadable('missing-tool', `no tool on the host can read ${what}`);
    default:
      return unreadable('malformed', `reading ${what} ended with exit code ${exitCode}`);
  }
}

/** The value of a fact, or `fallback` when it is proven absent. */
export function valueOr<T, F>(fact: Readable<T>, fallback: F): T | F {
  return fact.state === 'known' ? fact.value : fallback;
}
