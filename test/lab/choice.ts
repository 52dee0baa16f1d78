/** Which faults a run of the lab takes. */
import { createHash } from 'node:crypto';
import type { LabFault } from './fault.ts';
import { faults } from './faults/index.ts';
import { readProven, versionOf } from './proven.ts';
import type { SuiteName } from './recipe/suites.ts';

export interface Chosen {
  readonly fault: LabFault;
  readonly suite: SuiteName;
}

/** In every run of CI: the most frequent faults, on all three hosts, from as many areas as fit. */
const ALWAYS: readonly (readonly [string, SuiteName])[] = [
  ['userns-clone-off', 'bookworm'],
  ['uidmap-not-installed', 'trixie'],
  ['subid-missing', 'trixie'],
  ['subid-namespace-stale', 'bookworm'],
  ['cpu-not-delegated', 'trixie'],
  ['linger-off', 'bookworm'],
  ['socket-disabled', 'bullseye'],
  ['socket-forwarding-forbidden', 'trixie'],
  ['input-dropped', 'trixie'],
  ['pasta-not-installed', 'trixie'],
  ['conmon-deleted', 'trixie'],
  ['policy-missing', 'bookworm'],
];

const BY_COMMIT = 6;

export function fixedTwelve(): Chosen[] {
  return ALWAYS.map(([id, suite]) => ({ fault: faultOf(id), suite }));
}

/** Six others that are proven: the same for the same commit, different ones for the next. */
export function sixOf(commit: string): Chosen[] {
  const always = new Set(ALWAYS.map(([id]) => id));
  const proven = new Set(
    readProven().map(({ fault, suite, version }) => `${fault} ${suite} ${version}`),
  );
  return faults
    .filter((fault) => !always.has(fault.id) && (fault.variant ?? 'plain') === 'plain')
    .flatMap((fault) => {
      const suites = fault.suites.filter((suite) =>
        proven.has(`${fault.id} ${suite} ${versionOf(fault)}`),
      );
      const at =
        Number.parseInt(rank(commit, fault.id).slice(0, 6), 16) % Math.max(suites.length, 1);
      const suite = suites[at];
      return suite === undefined ? [] : [{ fault, suite }];
    })
    .toSorted((a, b) => (rank(commit, a.fault.id) < rank(commit, b.fault.id) ? -1 : 1))
    .slice(0, BY_COMMIT);
}

/** Everything, or one area, or one fault; each on every host that it is for, or on the first of them. */
export function select(
  area: string | undefined,
  ids: readonly string[] | undefined,
  suite: string | undefined,
  everywhere: boolean,
): Chosen[] {
  return faults
    .filter((fault) => area === undefined || fault.area === area)
    .filter((fault) => ids === undefined || ids.includes(fault.id))
    .flatMap((fault) => {
      const on = fault.suites.filter((name) => suite === undefined || name === suite);
      return (everywhere ? on : on.slice(0, 1)).map((name) => ({ fault, suite: name }));
    });
}

export function faultOf(id: string): LabFault {
  const fault = faults.find((one) => one.id === id);
  if (fault === undefined) throw new Error(`no fault is called ${id}`);
  return fault;
}

function rank(commit: string, id: string): string {
  return createHash('sha256').update(`${commit} ${id}`).digest('hex');
}
