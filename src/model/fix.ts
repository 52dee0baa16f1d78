import type { FactId } from '../facts/index.ts';
import type { FactsOf } from './check.ts';
import type { Needs } from './need.ts';
import type { UndoStep } from './undo-step.ts';

/**
 * What applying a step does to others. `safe`: touches only what it names. `disruptive`: stops or
 * restarts something. `loosens`: weakens a restriction that somebody may have set on purpose.
 */
export type Effect = 'safe' | 'disruptive' | 'loosens';

/** How well a step can be taken back. */
export type Undo = 'exact' | 'equivalent' | 'none';

/**
 * What a step may lock people out of. Such a step is of root's, is tried before it touches what runs, and is
 * taken back by the host itself unless a new connection proves it.
 */
export type Guard = 'sshd' | 'firewall';

export interface StepBase {
  /** Imperative sentence for the plan: "Enable linger for alice". */
  readonly summary: string;
  readonly as: 'root' | 'user';
  readonly effect: Effect;
  readonly undo: Undo;
  /** The step of an earlier run that this one takes back. */
  readonly undoes?: { readonly run: string; readonly index: number };
  /** Only for `run` with an undo, for `write-file`, and for what takes them back. */
  readonly guard?: Guard;
}

/** Runs a program; no shell is involved. It must change nothing when it is run again. */
export interface RunStep extends StepBase {
  readonly kind: 'run';
  readonly argv: readonly [string, ...string[]];
  /** What a person would type to take it back; nothing when `undo` is `none`. */
  readonly undoArgv?: readonly [string, ...string[]];
}

/** Replaces a whole regular file, or creates it, atomically. As root only below /etc. */
export interface WriteFileStep extends StepBase {
  readonly kind: 'write-file';
  readonly path: string;
  readonly content: string;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  /** What the file held when the facts were gathered; `null` when it did not exist. */
  readonly before: string | null;
}

/** Changes the permission bits of a regular file of root that is there. As root only. */
export interface SetModeStep extends StepBase {
  readonly kind: 'set-mode';
  readonly path: string;
  /** Permission bits, such as 0o4755. Refused when the file would be setuid and have capabilities. */
  readonly mode: number;
  /** The bits when the facts were gathered. */
  readonly before: number;
}

/** Enables a unit, and starts it when `now`. */
export interface EnableUnitStep extends StepBase {
  readonly kind: 'enable-unit';
  readonly manager: 'system' | 'user';
  readonly unit: string;
  readonly now: boolean;
  /** What it was when the facts were gathered: undoing takes back no more than was done. */
  readonly before: { readonly enabled: boolean; readonly active: boolean };
}

/** Lets the user's manager run from boot on, and waits until it answers. */
export interface EnableLingerStep extends StepBase {
  readonly kind: 'enable-linger';
  readonly user: string;
  readonly uid: number;
}

/** Writes one drop-in below /etc/sysctl.d and applies this key alone. */
export interface SysctlStep extends StepBase {
  readonly kind: 'sysctl';
  readonly key: string;
  readonly value: string;
  /** The value when the facts were gathered. */
  readonly valueBefore: string;
  /** The drop-in; it sorts after the file that set the value. */
  readonly path: string;
  readonly content: string;
  /** What the drop-in held when the facts were gathered; `null` when it did not exist. */
  readonly before: string | null;
}

/** Loads a kernel module now, and at boot by a drop-in below /etc/modules-load.d. */
export interface LoadModuleStep extends StepBase {
  readonly kind: 'load-module';
  readonly module: string;
  readonly path: string;
  readonly content: string;
  /** What the drop-in held when the facts were gathered; `null` when it did not exist. */
  readonly before: string | null;
}

export type PackageManager = 'apt' | 'dnf' | 'zypper' | 'pacman' | 'apk';

/** Installs packages, after a simulation that must not remove anything; or reinstalls them. */
export interface InstallPackageStep extends StepBase {
  readonly kind: 'install-package';
  readonly manager: PackageManager;
  readonly packages: readonly [string, ...string[]];
  readonly reinstall: boolean;
}

/** Adds the same block of subordinate ids to /etc/subuid and /etc/subgid; reads both again. */
export interface AllocateSubidsStep extends StepBase {
  readonly kind: 'allocate-subids';
  readonly user: string;
  readonly start: number;
  readonly count: number;
  readonly files: readonly ('subuid' | 'subgid')[];
}

/** Adds an account with a home, and without a password that anybody could type. As root only. */
export interface CreateUserStep extends StepBase {
  readonly kind: 'create-user';
  readonly user: string;
  readonly home: string;
  /** Absolute path of the login shell. */
  readonly shell: string;
}

/** Adds a line to ~/.ssh/authorized_keys. As the user only. */
export interface AuthorizeKeyStep extends StepBase {
  readonly kind: 'authorize-key';
  /** The public key: its type and its base64, without options or comment. */
  readonly key: string;
}

/** The kinds of steps that fixes plan. */
export type RepairStep =
  | RunStep
  | WriteFileStep
  | SetModeStep
  | EnableUnitStep
  | EnableLingerStep
  | SysctlStep
  | LoadModuleStep
  | InstallPackageStep
  | AllocateSubidsStep
  | CreateUserStep
  | AuthorizeKeyStep;

export type Step = RepairStep | UndoStep;

/** What has to happen after the steps before they count. */
export type FollowUp = 're-login' | 'reboot' | 'system-migrate';

/** The ordered steps that lead from the facts to the wanted state; none if it is there already. */
export type Plan =
  | {
      readonly outcome: 'change';
      readonly steps: readonly [Step, ...Step[]];
      readonly afterwards: readonly FollowUp[];
      /** Sentences for the person who decides: what is running, who gains what, what stays open. */
      readonly notes?: readonly string[];
    }
  | { readonly outcome: 'noop'; readonly because: string }
  | { readonly outcome: 'blocked'; readonly because: string }
  | {
      readonly outcome: 'manual';
      readonly because: string;
      readonly commands: readonly string[];
    };

export interface FixMeta {
  /** Kebab-case noun phrase, equal to the file name. */
  readonly id: string;
  readonly title: string;
  /** What it changes, and why that repairs the host. */
  readonly description: string;
  /** The strongest effect that its plan can have. */
  readonly effect: Effect;
  /** For `loosens`: who gains what. */
  readonly gains?: string;
  /** Fixes that must come before this one when both are planned. */
  readonly after: readonly string[];
  /** Only planned when named by id (an administrator's choice, not the repair of a finding). */
  readonly onlyById?: boolean;
  readonly since: string;
  readonly references: readonly [string, ...string[]];
}

export interface Fix<Required extends FactId = FactId, Consulted extends FactId = FactId> {
  readonly meta: FixMeta;
  readonly requires: readonly Required[];
  readonly consults?: readonly Consulted[];
  /** Pure. Planning again with the facts that the steps lead to gives `noop`. */
  readonly plan: (facts: FactsOf<Required, Consulted>, needs: Needs) => Plan;
}

/** Declares a fix; `plan` sees exactly the facts named in `requires` and `consults`. */
export function defineFix<const Required extends FactId, const Consulted extends FactId = never>(
  fix: Fix<Required, Consulted>,
): Fix<Required, Consulted> {
  return fix;
}

/** A fix of any facts, as the engine and the index hold it. */
export interface AnyFix {
  readonly meta: FixMeta;
  readonly requires: readonly FactId[];
  readonly consults?: readonly FactId[];
  readonly plan: (facts: never, needs: Needs) => Plan;
}

/** A plan of these steps. */
export function change(
  steps: readonly [Step, ...Step[]],
  {
    afterwards = [],
    notes = [],
  }: { afterwards?: readonly FollowUp[]; notes?: readonly string[] } = {},
): Plan {
  return { outcome: 'change', steps, afterwards, notes };
}

export function noop(because: string): Plan {
  return { outcome: 'noop', because };
}

/** The fix cannot be planned; nothing a person can type right away. */
export function blocked(because: string): Plan {
  return { outcome: 'blocked', because };
}

/** Somebody has to decide, or to do what podready does not. */
export function manual(because: string, ...commands: readonly string[]): Plan {
  return { outcome: 'manual', because, commands };
}
