import { isReload, takeBack } from '../domain/undo.ts';
import type { AnyFix, Step } from '../model/fix.ts';
import type { RecordedRun, RecordedStep, StepStatus } from '../model/journal.ts';
import { hasChanges, type HostPlan, type PlannedFix, strongest, type WithheldFix } from './plan.ts';

/** Which run to take back, and how much of it. */
export interface UndoRequest {
  readonly run: RecordedRun;
  /** Ids of fixes; empty: all. What is named is taken back also when it is in use. */
  readonly only: ReadonlySet<string>;
  readonly fixes: readonly AnyFix[];
}

/** The plan that takes a run back: its fixes and their steps in reverse order. Pure. */
export function planUndo({ run, only, fixes }: UndoRequest): HostPlan {
  const open = run.steps.filter(({ status, undone }) => !undone && MAY_HAVE_CHANGED.has(status));
  const ids = [...new Set(open.map(({ fix }) => fix))].toReversed();
  const planned = ids
    .filter((id) => only.size === 0 || only.has(id))
    .map((id) =>
      planOf(
        id,
        open.filter(({ fix }) => fix === id),
        run.id,
        { named: only.has(id), title: fixes.find(({ meta }) => meta.id === id)?.meta.title ?? id },
      ),
    );
  return {
    fixes: planned.flatMap((one) => ('fix' in one ? [] : [one])),
    withheld: planned.flatMap((one) => ('fix' in one ? [one] : [])),
    unjudged: [],
  };
}

/** The run of this id; without one the newest that something is left of. An undo is no such run. */
export function runToUndo(
  runs: readonly RecordedRun[],
  id: string | null,
  request: Omit<UndoRequest, 'run'>,
): RecordedRun | undefined {
  if (id !== null) return runs.find((run) => run.id === id);
  return runs.find((run) => run.undoes === null && hasChanges(planUndo({ ...request, run })));
}

/** A step that failed may have done a part of its work: its inverse looks first. */
const MAY_HAVE_CHANGED: ReadonlySet<StepStatus> = new Set([
  'done',
  'failed',
  'changed-meanwhile',
  'lost',
]);

/** Its steps backwards; what only reads files again comes last, when they are back. */
function planOf(
  id: string,
  recorded: readonly RecordedStep[],
  run: string,
  { named, title }: { readonly named: boolean; readonly title: string },
): PlannedFix | WithheldFix {
  const isLast = ({ step }: RecordedStep): boolean => step !== null && isReload(step);
  const backwards = recorded.toReversed();
  const taken = [...backwards.filter((one) => !isLast(one)), ...recorded.filter(isLast)].map(
    (one) => ({ summary: one.summary, ...inverseOf(one, run, named) }),
  );
  const [first, ...rest] = taken.flatMap((one) => ('step' in one ? [one.step] : []));
  const stays = taken.flatMap((one) =>
    'step' in one ? [] : [`Stays as it is: “${one.summary}”: ${one.because}.`],
  );
  const fix = { id, title: `Take back: ${title}`, gains: null, repairs: [], after: [] };
  const description = 'What this fix changed becomes what it was before.';
  if (first === undefined) {
    const plan = { outcome: 'blocked', because: stays.join(' ') } as const;
    return { fix: { ...fix, description, effect: 'safe', plan }, because: stays.join(' ') };
  }
  const steps = [first, ...rest] as const;
  const notes = [...stays, ...steps.flatMap(noteOn)];
  const plan = { outcome: 'change', steps, afterwards: [], notes } as const;
  return { ...fix, description, effect: strongest(steps), plan };
}

function inverseOf(
  recorded: RecordedStep,
  run: string,
  named: boolean,
): ReturnType<typeof takeBack> {
  const { step, index, seen } = recorded;
  if (step === null) return { because: 'this version of podready does not know how' };
  return takeBack({ step, index, seen }, { run, named });
}

/** What a person may not think of. */
function noteOn(step: Step): readonly string[] {
  return step.kind === 'disable-unit' && /^sshd?\.(?:service|socket)$/u.test(step.unit)
    ? ['Nobody can log in over SSH afterwards: have another way to this host.']
    : [];
}
