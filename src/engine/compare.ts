import { facts as definitions, type FactId } from '../facts/index.ts';
import type { AnyCheck } from '../model/check.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { CheckResult, HostReport } from '../model/report.ts';
import { linesOf, type Plain, steady } from './steady.ts';

/** One look at one host. */
export interface Side {
  /** What it is called in the comparison; no two are called the same. */
  readonly name: string;
  readonly report: HostReport;
  readonly facts: FactStates;
}

/** Those for which a check or a fact says the same. */
export interface Group {
  readonly sides: readonly string[];
  /** Of a check: its status, and what it found. Of a fact: what differs from the first group, line by line. */
  readonly says: readonly string[];
}

export interface Difference {
  readonly id: string;
  readonly title: string;
  /**
   * Two sides in their order; of more, the largest group first. `usual` says whether that one is larger than any other,
   * so that the rest is odd.
   */
  readonly groups: readonly [Group, ...Group[]];
  readonly usual: boolean;
}

export interface CheckDifference extends Difference {
  /** Why one should care. */
  readonly meaning: string;
  /** On one side at least it is an error or a warning, or could not be decided. */
  readonly matters: boolean;
}

export interface FactDifference extends Difference {
  /** Checks that read it and that differ, too; none: it makes no difference to what was judged. */
  readonly changes: readonly string[];
}

/** What differs between looks at hosts, and nothing that differs from one moment to the next. */
export interface Comparison {
  readonly sides: readonly string[];
  /** All that was compared is equal, and all could be compared. */
  readonly equal: boolean;
  readonly checks: readonly CheckDifference[];
  readonly facts: readonly FactDifference[];
  /** Facts that some sides hold and others were not asked for. */
  readonly notCompared: readonly string[];
  /** Sides that could not be looked at. */
  readonly unreached: readonly { readonly side: string; readonly because: string }[];
}

/** Compares two looks, or finds the odd one out of many. Pure. */
export function compare(all: readonly Side[], checks: readonly AnyCheck[]): Comparison {
  const sides = all.filter(({ report }) => report.error === null);
  const unreached = all.flatMap(({ name, report: { error } }) =>
    error === null ? [] : [{ side: name, because: `${error.step}: ${error.message}` }],
  );
  const differing = checks.flatMap((check) => compareCheck(check, sides));
  const ids = Object.keys(definitions).flatMap((id) => (isFactId(id) ? [id] : []));
  const notCompared = ids.filter((id) => isPartial(id, sides));
  const changed = ids
    .filter((id) => !notCompared.includes(id))
    .flatMap((id) => compareFact(id, sides, { checks, differing }));
  return {
    sides: all.map(({ name }) => name),
    equal: [differing, changed, notCompared, unreached].every((list) => list.length === 0),
    checks: differing.toSorted((a, b) => Number(b.matters) - Number(a.matters)),
    facts: changed,
    notCompared,
    unreached,
  };
}

function isFactId(id: string): id is FactId {
  return id in definitions;
}

function compareCheck({ meta }: AnyCheck, sides: readonly Side[]): readonly CheckDifference[] {
  const resultOf = ({ report }: Side): CheckResult | undefined =>
    report.results.find(({ check }) => check === meta.id);
  const groups = grouped(sides, (side) => keyOf(resultOf(side)));
  const [first, ...rest] = groups.map((group) => ({
    sides: group.map(({ name }) => name),
    says: sayingOf(resultOf(group[0])),
  }));
  if (first === undefined || rest.length === 0) return [];
  const meaning = meta.description;
  return [
    {
      id: meta.id,
      title: meta.title,
      groups: [first, ...rest],
      usual: isUsual(groups),
      meaning,
      matters: groups.some(([side]) => doesMatter(resultOf(side))),
    },
  ];
}

function doesMatter(result: CheckResult | undefined): boolean {
  if (result === undefined || result.severity === 'info') return false;
  return result.status === 'fail' || result.status === 'unknown';
}

/** By the ids of the messages: their words name users and paths, which differ from host to host. */
function keyOf(result: CheckResult | undefined): string {
  if (result === undefined) return '';
  const { status, findings } = result;
  return [status, ...findings.map(({ messageId }) => messageId).toSorted()].join(' ');
}

function sayingOf(result: CheckResult | undefined): readonly string[] {
  if (result === undefined) return ['was not judged'];
  const { status, findings, because, severity } = result;
  if (status === 'fail') return [`fails (${severity})`, ...findings.map(({ message }) => message)];
  return [SAYING[status], ...(because === null ? [] : [because])];
}

const SAYING = {
  pass: 'passes',
  unknown: 'could not be decided',
  'not-applicable': 'does not apply',
} as const;

/** Whether some hold a fact that others were not asked for. */
function isPartial(id: FactId, sides: readonly Side[]): boolean {
  const missing = sides.filter(({ facts }) => isNotGathered(id, facts));
  return missing.length > 0 && missing.length < sides.length;
}

function isNotGathered(id: FactId, facts: FactStates): boolean {
  const state = facts[id];
  return state === undefined || (state.state === 'unreadable' && state.reason === 'not-gathered');
}

function compareFact(
  id: FactId,
  sides: readonly Side[],
  about: { readonly checks: readonly AnyCheck[]; readonly differing: readonly CheckDifference[] },
): readonly FactDifference[] {
  const valueOf = ({ facts }: Side): Plain => {
    const state = facts[id];
    return state === undefined ? null : steady(id, state);
  };
  const groups = grouped(sides, (side) => JSON.stringify(valueOf(side)));
  const [base, ...others] = groups;
  if (base === undefined || others.length === 0) return [];
  const first = linesOf(valueOf(base[0]));
  const rest = others.map((group) => ({
    sides: group.map(({ name }) => name),
    says: changesOf(first, linesOf(valueOf(group[0]))),
  }));
  const readers = about.checks.filter(({ requires, consults = [] }) =>
    [...requires, ...consults].includes(id),
  );
  const differing = new Set(about.differing.map((one) => one.id));
  return [
    {
      id,
      title: definitions[id].title,
      groups: [{ sides: base.map(({ name }) => name), says: [] }, ...rest],
      usual: isUsual(groups),
      changes: readers.map(({ meta }) => meta.id).filter((check) => differing.has(check)),
    },
  ];
}

/** Lines that went and lines that came; the order of a list may be all that differs. */
function changesOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const gone = without(before, after).map((line) => `- ${line}`);
  const come = without(after, before).map((line) => `+ ${line}`);
  return gone.length + come.length === 0 ? ['the same, in another order'] : [...gone, ...come];
}

/** What of a list is not in another, counting how often it is there. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

type Some = readonly [Side, ...Side[]];

/** Sides that say the same; two groups stay in the order of the sides, more are sorted by size. */
function grouped(sides: readonly Side[], keyOfSide: (side: Side) => string): readonly Some[] {
  const groups = new Map<string, [Side, ...Side[]]>();
  for (const side of sides) {
    const key = keyOfSide(side);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [side]);
    else group.push(side);
  }
  const all = [...groups.values()];
  return sides.length === 2 ? all : all.toSorted((a, b) => b.length - a.length);
}

function isUsual([first, second]: readonly Some[]): boolean {
  return first !== undefined && second !== undefined && first.length > second.length;
}
