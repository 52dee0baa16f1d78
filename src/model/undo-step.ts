import type { PackageManager, StepBase } from './fix.ts';

/**
 * The kinds of steps that only an undo has. Files that held something before, modes and programs are
 * taken back by the kinds that changed them.
 */
export type UndoStep =
  | RemoveFileStep
  | RestoreSysctlStep
  | UnloadModuleStep
  | DisableUnitStep
  | DisableLingerStep
  | RemovePackagesStep
  | ReleaseSubidsStep
  | RemoveUserStep
  | WithdrawKeyStep;

/** A file that is put back to what it was: replaced, or removed with the folders that were made for it. */
export interface RestoredFile {
  readonly path: string;
  /** What the file held before the change; `null` when it did not exist. */
  readonly content: string | null;
  /** What the change left in it. */
  readonly before: string | null;
  /** How many folders above it were made for it. Those that are empty now are removed. */
  readonly folders: number;
}

/** Removes a regular file that still holds exactly what podready wrote. As root only below /etc. */
export interface RemoveFileStep extends StepBase, RestoredFile {
  readonly kind: 'remove-file';
}

/** Gives a key its old value, and its drop-in the old text. */
export interface RestoreSysctlStep extends StepBase, RestoredFile {
  readonly kind: 'restore-sysctl';
  readonly key: string;
  readonly value: string;
  /** The value that the change left. */
  readonly valueBefore: string;
}

/** Takes back the drop-in of a module, and unloads it where it was not loaded before. */
export interface UnloadModuleStep extends StepBase, RestoredFile {
  readonly kind: 'unload-module';
  readonly module: string;
  readonly unload: boolean;
}

/** Disables and stops a unit, as far as it was enabled and started. */
export interface DisableUnitStep extends StepBase {
  readonly kind: 'disable-unit';
  readonly manager: 'system' | 'user';
  readonly unit: string;
  readonly disable: boolean;
  readonly stop: boolean;
}

/** The user's manager ends with the last session again. */
export interface DisableLingerStep extends StepBase {
  readonly kind: 'disable-linger';
  readonly user: string;
  readonly uid: number;
  /** Also while containers of the user run. */
  readonly inUse: boolean;
}

/** Removes exactly these packages; refused when others would go with them. */
export interface RemovePackagesStep extends StepBase {
  readonly kind: 'remove-packages';
  readonly manager: PackageManager;
  readonly packages: readonly [string, ...string[]];
}

/** Removes the line of one block of subordinate ids from each of the files. */
export interface ReleaseSubidsStep extends StepBase {
  readonly kind: 'release-subids';
  readonly user: string;
  readonly start: number;
  readonly count: number;
  readonly files: readonly ('subuid' | 'subgid')[];
  /** Also while a process has the ids. */
  readonly inUse: boolean;
}

/** Removes an account that podready made, and its home where that is as a new one. */
export interface RemoveUserStep extends StepBase {
  readonly kind: 'remove-user';
  readonly user: string;
  /** The uid that it was given; an account of another one is somebody else's. */
  readonly uid: number;
  readonly home: string;
  /** Also when the home holds something, which then stays. */
  readonly inUse: boolean;
}

/** Takes a line out of ~/.ssh/authorized_keys, and the file and folder where they were made for it. */
export interface WithdrawKeyStep extends StepBase {
  readonly kind: 'withdraw-key';
  readonly key: string;
  /** The file did not exist before. */
  readonly created: boolean;
  /** How many folders above it were made for it. */
  readonly folders: number;
}
