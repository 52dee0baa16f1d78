import * as assert from 'uvu/assert';
import { seenBy } from '../../src/engine/evaluate.ts';
import type { FactId, FactValues } from '../../src/facts/index.ts';
import { absent, type FactState, known, unreadable } from '../../src/model/fact.ts';
import type { FactStates } from '../../src/model/fact-states.ts';
import type { AnyFix, Fix, Plan, Step } from '../../src/model/fix.ts';
import type { NeedName, Needs } from '../../src/model/need.ts';
import { commandsOf } from '../../src/domain/step-text.ts';
import { takeBack } from '../../src/domain/undo.ts';
import { repairStep } from '../../src/model/journal-schema.ts';
import { describe } from './describe.ts';
import { afterSteps } from './host-model.ts';

/** Plain values are wrapped into `known()`; what is left out was not gathered. */
export type GivenStates = {
  readonly [Id in FactId]?: FactValues[Id] | FactState<FactValues[Id]>;
};

interface PlanCase {
  readonly name: string;
  readonly facts: GivenStates;
  readonly needs?: readonly (NeedName | `publish:${number}`)[];
}

export interface PlanCases {
  /** Steps are compared by the fields that are given, in order. */
  readonly change: readonly (PlanCase & {
    readonly steps: readonly StepFields[];
    readonly afterwards?: readonly string[];
    readonly notes?: RegExp;
    /** The fix of the check that finds what is left when a run ends between two steps. */
    readonly continuedBy?: AnyFix;
  })[];
  readonly noop?: readonly PlanCase[];
  readonly blocked?: readonly (PlanCase & { readonly because?: RegExp })[];
  readonly manual?: readonly (PlanCase & { readonly because?: RegExp })[];
}

type StepFields = Readonly<Record<string, unknown>>;

/**
 * Runs a fix against tables of facts. It also proves of every change that a second plan, from what a
 * model of the host says after the steps, is empty; that a plan made after a part of the steps leads to the same; that each step can be shown and none is more than the
 * fix says that it does; and that planning does not throw whatever is absent or unreadable.
 */
export function testFix<Required extends FactId, Consulted extends FactId>(
  fix: Fix<Required, Consulted>,
  { change, noop = [], blocked = [], manual = [] }: PlanCases,
): void {
  const tested = fix as unknown as Fix;
  const plan = (one: PlanCase, facts = statesOf(one.facts)): Plan =>
    planBy(tested, facts, one.needs);
  describe(fix.meta.id, (it) => {
    for (const one of change) {
      it(`changes: ${one.name}`, () => {
        const made = plan(one);
        assert.is(made.outcome, 'change', JSON.stringify(made));
        if (made.outcome !== 'change') return;
        assertSteps(made.steps, one.steps);
        assert.equal(made.afterwards, one.afterwards ?? []);
        if (one.notes !== undefined) assert.match((made.notes ?? []).join(' '), one.notes);
        assertSound(tested, made.steps);
        const whole = afterSteps(statesOf(one.facts), made.steps);
        const again = plan(one, whole);
        assert.is(again.outcome, 'noop', `planned again: ${JSON.stringify(again)}`);
        for (let cut = 1; cut < made.steps.length; cut++) {
          const part = afterSteps(statesOf(one.facts), made.steps.slice(0, cut));
          const own = plan(one, part);
          const other = one.continuedBy as Fix | undefined;
          const rest = other === undefined || own.outcome === 'change' ? own : planBy(other, part);
          const steps = rest.outcome === 'change' ? rest.steps : [];
          assert.equal(afterSteps(part, steps), whole, `after a run that ended after step ${cut}`);
        }
      });
    }
    for (const [outcome, cases] of Object.entries({ noop, blocked, manual })) {
      for (const one of cases as readonly (PlanCase & { readonly because?: RegExp })[]) {
        it(`is ${outcome}: ${one.name}`, () => {
          const made = plan(one);
          assert.is(made.outcome, outcome, JSON.stringify(made));
          const because = made.outcome === 'change' ? '' : made.because;
          assert.ok(because.trim() !== '', 'says why');
          if (one.because !== undefined) assert.match(because, one.because);
        });
      }
    }
    it('does not throw when any one fact is absent or unreadable', () => {
      for (const one of [...change, ...noop, ...blocked, ...manual]) {
        for (const facts of variations(tested, statesOf(one.facts))) plan(one, facts);
      }
    });
  });
}

function planBy(fix: Fix, facts: FactStates, needs: PlanCase['needs'] = []): Plan {
  return fix.plan(seenBy(fix, facts) as never, needsOf(needs));
}

export function statesOf(given: GivenStates): FactStates {
  return Object.fromEntries(
    Object.entries(given).map(([id, value]) => [id, isState(value) ? value : known(value)]),
  );
}

export function needsOf(asked: readonly (NeedName | `publish:${number}`)[]): Needs {
  return {
    names: new Set(['run', ...asked.map((need) => need.replace(/:.*/u, '') as NeedName)]),
    ports: asked.flatMap((need) => (need.startsWith('publish:') ? [Number(need.slice(8))] : [])),
  };
}

function isState(value: unknown): value is FactState<never> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'state' in value &&
    ('value' in value || 'because' in value)
  );
}

function assertSteps(steps: readonly Step[], expected: readonly StepFields[]): void {
  const shown = steps.map((step, at) => {
    const fields = Object.keys(expected[at] ?? { kind: '' });
    return Object.fromEntries(Object.entries(step).filter(([name]) => fields.includes(name)));
  });
  assert.equal(shown, expected);
}

/** Strongest last. */
const EFFECTS = ['safe', 'disruptive', 'loosens'];

function assertSound({ meta }: Fix, steps: readonly Step[]): void {
  for (const step of steps) {
    assert.ok(step.summary.trim() !== '' && !step.summary.includes('\n'), step.summary);
    assert.ok(commandsOf(step).length > 0, 'has commands');
    const journalled = repairStep.safeParse(JSON.parse(JSON.stringify(step)));
    assert.ok(journalled.success, `the journal does not know ${JSON.stringify(step)}`);
    const seen = new Map([['installed', 'some-package']]);
    const undo = takeBack({ step: journalled.data, index: 0, seen }, { run: 'x', named: false });
    assert.is('step' in undo, step.undo !== 'none', `${step.kind}: ${JSON.stringify(undo)}`);
    if ('step' in undo) assert.ok(commandsOf(undo.step).length > 0, 'its undo has commands');
    assert.ok(EFFECTS.indexOf(step.effect) <= EFFECTS.indexOf(meta.effect), step.effect);
  }
}

function variations(fix: Fix, facts: FactStates): readonly FactStates[] {
  return [...fix.requires, ...(fix.consults ?? [])].flatMap((id) => [
    { ...facts, [id]: absent('not on this host') },
    ...(fix.requires.includes(id)
      ? []
      : [{ ...facts, [id]: unreadable('denied', 'not readable') }]),
  ]);
}
