import type { Guard, RunStep, Step, WriteFileStep } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import type { RemoveFileStep } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import type { StepPlace } from './step-journal.ts';
import type { HostLayout } from './step-script.ts';

/** A step that a guard can stand behind: it changes one file, or runs one program that has an inverse. */
export type GuardedStep = (WriteFileStep | RemoveFileStep | RunStep) & { readonly guard: Guard };

/** Which step is guarded, and what the journal calls the run that takes it back. */
export interface GuardPlace {
  readonly place: StepPlace;
  readonly rollbackRun: string;
  /** Told once which other run the trial waits for. */
  readonly onWaiting?: ((holder: string) => void) | undefined;
}

/** Seconds from when the rollback is armed until the host does it. */
export const ROLLBACK_AFTER = 60;

/** Whether the step has a guard that podready knows how to keep. */
export function isGuarded(step: Step): step is GuardedStep {
  return (
    step.guard !== undefined &&
    (step.kind === 'write-file' || step.kind === 'remove-file' || step.kind === 'run')
  );
}

/** What the shell of one phase of a guarded step does. */
export type HostBody = (layout: HostLayout) => string;

/** `G` is the folder of this guard, of root's alone; `U` the name of its units. */
export function guardHead(
  { place: { run, fix, index } }: GuardPlace,
  { proc, volatile }: HostLayout,
): string {
  const name = `${run}-${fix}-${String(index)}`;
  return sh`
    G=$STATE/podready/guard/${quote(name)} U=podready-guard-${quote(name)}
    PROC=${quote(proc)} C=${quote(volatile)}/podready-guard-${quote(name)}
  `;
}

/** Ends the step where nothing would take it back. */
export const SUPPORTED = sh`
for one in systemctl systemd-run; do
  command -v $one >/dev/null 2>&1 || end refused 69 "$one is not here: nothing would take this back, should it lock people out. Do it by hand."
done
`;
