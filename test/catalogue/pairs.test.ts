/** Two faults at once, in facts recorded on real hosts: both are root causes, and nothing else is. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { checkSnapshot } from '../../src/engine/check-host.ts';
import { select } from '../../src/engine/select.ts';
import type { ProbeRecord } from '../../src/gather/frames.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import type { HostReport } from '../../src/model/report.ts';
import type { Needs } from '../../src/model/need.ts';
import { describe } from '../helpers/describe.ts';

/** What differs from the healthy host when the fault is there. */
interface Recorded extends Pick<Snapshot, 'client' | 'probes'> {
  readonly id: string;
  /** The checks that may name it first. */
  readonly expect: readonly string[];
}

const FOLDER = fileURLToPath(new URL('../fixtures/hosts', import.meta.url));
const healthy = read('healthy') as Snapshot;
const faults = readdirSync(FOLDER)
  .map((file) => file.replace('.json', ''))
  .filter((id) => id !== 'healthy')
  .map((id): Recorded => ({ ...(read(id) as Omit<Recorded, 'id'>), id }));

const selection = select({ only: [], skip: [] });
const needs: Needs = { names: new Set(), ports: [] };

describe('recorded hosts', (it) => {
  it('the healthy one is ready, with nothing to say', () => {
    const report = judge();
    assert.is(report.verdict, 'ready');
    assert.equal(report.rootCauses, []);
    assert.is(faults.length, 10);
  });

  for (const fault of faults) {
    it(`${fault.id} alone is the first cause`, () => {
      const [first] = judge(fault).rootCauses;
      assert.ok(fault.expect.includes(first?.check ?? ''), first?.check);
    });
  }
});

describe('every pair of recorded faults', (it) => {
  for (const [at, one] of faults.entries()) {
    for (const other of faults.slice(at + 1)) {
      it(`${one.id} and ${other.id}`, () => {
        const found = causesOf(one, other);
        const hidden = [one, other].filter(
          ({ expect }) => !found.some((id) => expect.includes(id)),
        );
        assert.equal(
          hidden.map(({ id }) => id),
          [],
          `found: ${found.join(', ')}`,
        );
        const each = [...causesOf(one), ...causesOf(other)];
        assert.equal(
          found.filter((id) => !each.includes(id)),
          [],
          'named only when both are there',
        );
      });
    }
  }
});

function causesOf(...present: readonly Recorded[]): readonly string[] {
  return judge(...present).rootCauses.map(({ check }) => check);
}

/** A host with all of these faults. */
function judge(...present: readonly Recorded[]): HostReport {
  const ids = new Set(present.flatMap(({ probes }) => Object.keys(probes)));
  const changed = Object.fromEntries([...ids].map((id) => [id, probeOf(id, present)]));
  const merged: Snapshot = { ...healthy, probes: { ...healthy.probes, ...changed } };
  return checkSnapshot(merged, selection, needs).report;
}

/** What the probe of a fact prints on a host with all of these faults. */
function probeOf(fact: string, present: readonly Recorded[]): ProbeRecord {
  const changing = present.filter(({ probes }) => fact in probes);
  // An injection moves more than it means to, such as the time at which the user's manager started.
  const meant = changing.filter((one) => one.expect.some((check) => readers(fact).has(check)));
  const records = (meant.length > 0 ? meant : changing).map(({ probes }) => probes[fact]);
  const [first = UNSEEN, second] = records;
  return second === undefined ? first : bothIn(healthy.probes[fact] ?? UNSEEN, first, second);
}

const UNSEEN: ProbeRecord = { status: 'truncated' };

/** Where both changed lines of the same text, all of those lines. */
function bothIn(before: ProbeRecord, one: ProbeRecord, other: ProbeRecord): ProbeRecord {
  if (before.status !== 'done' || one.status !== 'done' || other.status !== 'done') return one;
  const [old, first, second] = [before, one, other].map(({ stdout }) => stdout.split('\n'));
  if (old?.length !== first?.length || old?.length !== second?.length) return one;
  const lines = old?.map((line, at) => (first?.[at] === line ? second?.[at] : first?.[at]));
  return { ...one, stdout: lines?.join('\n') ?? one.stdout };
}

function readers(fact: string): ReadonlySet<string> {
  return new Set(
    selection.checks
      .filter(({ requires, consults = [] }) => [...requires, ...consults].some((id) => id === fact))
      .map(({ meta }) => meta.id),
  );
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));
}
