import * as assert from 'uvu/assert';
import type { FactId, FactValues } from '../../src/facts/index.ts';
import type { Check, Consequence, Evidence, FactsOf, Finding } from '../../src/model/check.ts';
import type { MessageData, Verdict } from '../../src/model/check.ts';
import { absent, type Absent, type FactState, known, unreadable } from '../../src/model/fact.ts';
import type { NeedName, Needs } from '../../src/model/need.ts';
import { describe, type It } from './describe.ts';

/** Plain values are wrapped into `known()`. */
export type GivenFacts<Required extends FactId, Consulted extends FactId> = {
  readonly [Id in Required]: FactValues[Id] | Absent;
} & {
  /** What is left out was not gathered. */
  readonly [Id in Consulted]?: FactValues[Id] | FactState<FactValues[Id]>;
};

export interface Case<Required extends FactId, Consulted extends FactId> {
  readonly name: string;
  readonly facts: GivenFacts<Required, Consulted>;
  /** By default `run` and every need that the check serves. */
  readonly needs?: readonly (NeedName | `publish:${number}`)[];
  /** The Podman to be upgraded to, such as `6.1`; by default 6 for a check that serves an upgrade. */
  readonly target?: string | null;
}

export interface ExpectedFinding<MessageId extends string> {
  readonly messageId: MessageId;
  /** All of the data, when given. */
  readonly data?: MessageData;
  /** Some fields of some of the evidence, when given. */
  readonly evidence?: readonly Partial<Evidence>[];
}

export interface FailingCase<
  Required extends FactId,
  Consulted extends FactId,
  MessageId extends string,
> extends Case<Required, Consulted> {
  readonly findings: readonly [ExpectedFinding<MessageId>, ...ExpectedFinding<MessageId>[]];
  /** What all findings of the case explain, in any order. Not looked at when left out. */
  readonly explains?: readonly Consequence[];
}

export interface ReasonedCase<Required extends FactId, Consulted extends FactId> extends Case<
  Required,
  Consulted
> {
  readonly because?: RegExp;
}

export interface Cases<
  Required extends FactId,
  Consulted extends FactId,
  MessageId extends string,
> {
  readonly pass: readonly [Case<Required, Consulted>, ...Case<Required, Consulted>[]];
  readonly fail: readonly FailingCase<Required, Consulted, MessageId>[];
  readonly notApplicable?: readonly ReasonedCase<Required, Consulted>[];
  readonly unknown?: readonly ReasonedCase<Required, Consulted>[];
}

/**
 * Runs a check against tables of facts, in the manner of ESLint's RuleTester. It also proves that
 * every message has a failing case and is filled by its data, that the check leaves its facts
 * alone, and that it does not throw whatever is absent or unreadable.
 */
export function testCheck<
  Required extends FactId,
  MessageId extends string,
  Consulted extends FactId = never,
>(
  check: Check<Required, Consulted, MessageId>,
  cases: Cases<Required, Consulted, MessageId>,
): void {
  const tested = eraseTypes(check);
  const tables = cases as unknown as Cases<FactId, FactId, string>;
  describe(check.meta.id, (it) => {
    for (const one of tables.pass) {
      it(`passes: ${one.name}`, () => assert.equal(run(tested, one), { status: 'pass' }));
    }
    for (const one of tables.fail) it(`fails: ${one.name}`, () => assertFails(tested, one));
    for (const one of tables.notApplicable ?? []) {
      it(`does not apply: ${one.name}`, () => assertReason(tested, one, 'not-applicable'));
    }
    for (const one of tables.unknown ?? []) {
      it(`does not know: ${one.name}`, () => assertReason(tested, one, 'unknown'));
    }
    itHoldsForEveryCheck(it, tested, tables);
  });
}

/** A check whose facts are only known at run time. */
function eraseTypes(check: unknown): Check {
  return check as Check;
}

function itHoldsForEveryCheck(
  it: It,
  check: Check,
  { pass, fail, notApplicable = [], unknown = [] }: Cases<FactId, FactId, string>,
): void {
  const all = [...pass, ...fail, ...notApplicable, ...unknown];
  it('has a failing case for every message', () => {
    const seen = fail.flatMap(({ findings }) => findings.map(({ messageId }) => messageId));
    assert.equal([...new Set(seen)].toSorted(), Object.keys(check.meta.messages).toSorted());
  });
  it('has no two cases of one name', () => {
    const names = all.map(({ name }) => name);
    assert.equal(names, [...new Set(names)]);
  });
  it('does not throw when every fact is absent', () => {
    const nothing = Object.fromEntries(idsOf(check).map((id) => [id, absent('not on this host')]));
    assertSound(check, run(check, { name: '', facts: asFacts(nothing) }));
  });
  it('does not throw when any one fact is absent or unreadable', () => {
    for (const one of all) {
      for (const facts of variations(check, one)) {
        assertSound(check, run(check, { ...one, facts }));
      }
    }
  });
}

function idsOf(check: Check): readonly FactId[] {
  return [...check.requires, ...(check.consults ?? [])];
}

/** The facts of a case, with one of them taken away. */
function* variations(
  check: Check,
  { facts }: Case<FactId, FactId>,
): Generator<GivenFacts<FactId, FactId>> {
  for (const id of idsOf(check)) yield asFacts({ ...facts, [id]: absent('not on this host') });
  for (const id of check.consults ?? []) {
    yield asFacts({ ...facts, [id]: unreadable('denied', 'not readable by this user') });
  }
}

function asFacts(facts: object): GivenFacts<FactId, FactId> {
  return facts as GivenFacts<FactId, FactId>;
}

function run(check: Check, one: Case<FactId, FactId>): Verdict {
  const facts = statesOf(check, one.facts);
  const needs = needsOf(check, one);
  const verdict = check.evaluate(facts, needs);
  assert.equal(check.evaluate(facts, needs), verdict, 'the same facts give the same verdict');
  return verdict;
}

function statesOf(check: Check, given: object): FactsOf<FactId, FactId> {
  const values = new Map<string, unknown>(Object.entries(given));
  const asked = new Set<string>(idsOf(check));
  for (const id of values.keys()) assert.ok(asked.has(id), `the check does not ask for ${id}`);
  const states = idsOf(check).map((id) => {
    const notGathered = unreadable('not-gathered', `${id} was not gathered`);
    return [id, values.has(id) ? toState(values.get(id)) : notGathered] as const;
  });
  return deepFreeze(Object.fromEntries(states)) as FactsOf<FactId, FactId>;
}

function toState(given: unknown): FactState<unknown> {
  return isState(given) ? given : known(given);
}

function isState(given: unknown): given is FactState<unknown> {
  if (typeof given !== 'object' || given === null || !('state' in given)) return false;
  if (given.state === 'known') return 'value' in given;
  return (given.state === 'absent' || given.state === 'unreadable') && 'because' in given;
}

function needsOf(check: Check, { needs, target }: Case<FactId, FactId>): Needs {
  const asked: readonly string[] = needs ?? ['run', ...check.meta.needs];
  const names = asked.map((need) => need.replace(/:.*/u, '') as NeedName);
  const ports = asked.flatMap((need) => /:(?<port>\d+)$/u.exec(need)?.groups?.['port'] ?? []);
  const version = target === undefined && check.meta.needs.includes('upgrade') ? '6' : target;
  const isUpgrade = version !== undefined && version !== null;
  return {
    names: new Set(names),
    ports: ports.map(Number),
    ...(!isUpgrade ? {} : { target: { program: 'podman', version } }),
  };
}

function assertFails(check: Check, one: FailingCase<FactId, FactId, string>): void {
  const verdict = run(check, one);
  const findings = verdict.status === 'fail' ? verdict.findings : [];
  assert.is(verdict.status, 'fail', JSON.stringify(verdict));
  assert.equal(
    findings.map(({ messageId }) => messageId),
    one.findings.map(({ messageId }) => messageId),
  );
  for (const [at, expected] of one.findings.entries()) assertFinding(findings[at], expected);
  assertSound(check, verdict);
  if (one.explains !== undefined) assertExplains(check, one, findings, one.explains);
}

function assertFinding(found: Finding | undefined, expected: ExpectedFinding<string>): void {
  if (expected.data !== undefined) assert.equal(found?.data ?? {}, expected.data);
  for (const wanted of expected.evidence ?? []) {
    const some = found?.evidence.some((one) => contains(one, wanted)) ?? false;
    assert.ok(some, `${JSON.stringify(found?.evidence)} holds ${JSON.stringify(wanted)}`);
  }
}

function contains(evidence: Evidence, wanted: Partial<Evidence>): boolean {
  const fields = new Map<string, unknown>(Object.entries(evidence));
  return Object.entries(wanted).every(([name, value]) => fields.get(name) === value);
}

function assertExplains(
  check: Check,
  one: Case<FactId, FactId>,
  findings: readonly Finding[],
  expected: readonly Consequence[],
): void {
  const facts = statesOf(check, one.facts);
  const explained = findings.flatMap((finding) => check.explains?.(facts, finding) ?? []);
  assert.equal(explained.map(nameOf).toSorted(), expected.map(nameOf).toSorted());
}

function nameOf({ check, messageId }: Consequence): string {
  return messageId === undefined ? check : `${check}.${messageId}`;
}

function assertReason(
  check: Check,
  one: ReasonedCase<FactId, FactId>,
  status: 'not-applicable' | 'unknown',
): void {
  const verdict = run(check, one);
  assert.is(verdict.status, status, JSON.stringify(verdict));
  const because = 'because' in verdict ? verdict.because : '';
  assert.ok(because.trim() !== '', 'says why');
  if (one.because !== undefined) assert.match(because, one.because);
}

/** What every verdict must be, whatever led to it. */
function assertSound(check: Check, verdict: Verdict): void {
  if (verdict.status !== 'fail') return;
  assert.ok(verdict.findings.length > 0, 'a failure has a finding');
  for (const { messageId, data = {}, evidence } of verdict.findings) {
    assert.ok(evidence.length > 0, `${messageId} has evidence`);
    for (const one of evidence) {
      assert.ok(one.where !== '' && one.found !== '' && one.expected !== '', JSON.stringify(one));
    }
    const commands = check.meta.commands[messageId] ?? [];
    for (const text of [check.meta.messages[messageId] ?? '', ...commands]) {
      assert.equal(placeholdersLeft(text, data), [], `${messageId}: data fills “${text}”`);
    }
  }
}

function placeholdersLeft(text: string, data: MessageData): readonly string[] {
  const names = [...text.matchAll(/\{\{(?<name>\w+)\}\}/gu)].map((one) => one.groups?.['name']);
  return names.filter((name): name is string => name !== undefined && data[name] === undefined);
}

/** A check that changes its facts would change what other checks see. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
