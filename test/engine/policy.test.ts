import * as assert from 'uvu/assert';
import { waiverAt } from '../../src/domain/waivers.ts';
import { baselineOf } from '../../src/engine/baseline.ts';
import { checkSnapshot } from '../../src/engine/check-host.ts';
import type { Policy } from '../../src/engine/policy.ts';
import { select } from '../../src/engine/select.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import type { CheckResult, HostReport } from '../../src/model/report.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { describe } from '../helpers/describe.ts';
import { recordedHost } from '../helpers/recorded.ts';

const all = select({ only: [], skip: [] });
const needs = { names: new Set<never>(), ports: [] };
const now = new Date('2027-01-01T00:00:00Z');

function judge(snapshot: Snapshot, given: Partial<Policy> = {}): HostReport {
  const policy = { severities: new Map(), waivers: [], baseline: null, ...given };
  return checkSnapshot(snapshot, { ...all, policy }, needs).report;
}

function waivers(...given: readonly Partial<Waiver>[]): Pick<Policy, 'waivers'> {
  const basis = { name: 'w', hosts: ['*'], reason: 'r', owner: 'o', timeZone: 'UTC' };
  return {
    waivers: given.map((one) => {
      const waiver: Waiver = { ...basis, checks: ['*'], expires: '2027-06-30', ...one };
      return { waiver, at: waiverAt(waiver, now) };
    }),
  };
}

function of({ results }: HostReport, id: string): CheckResult {
  const found = results.find(({ check }) => check === id);
  if (found === undefined) throw new Error(`no result of ${id}`);
  return found;
}

function causes({ rootCauses }: HostReport): readonly string[] {
  return rootCauses.map(({ check }) => check);
}

const brokenIds = ['subgid-range', 'subuid-range'];

describe('a policy', (it) => {
  it('that decides nothing changes nothing', () => {
    const host = recordedHost('subid-missing');
    assert.equal(judge(host), checkSnapshot(host, all, needs).report);
  });

  it('changes severities, but not of what nobody asked for', () => {
    const host = recordedHost('linger-off');
    const severities = new Map([
      ['linger', 'warning'],
      ['short-names', 'error'],
    ] as const);
    const report = judge(host, { severities });
    assert.is(of(judge(host), 'linger').severity, 'error');
    assert.is(of(report, 'linger').severity, 'warning');
    assert.is(of(report, 'short-names').severity, 'info');
    assert.is(report.verdict, 'ready');
  });
});

describe('a waiver', (it) => {
  it('makes a note of a failure, keeps it in sight, and leaves the verdict as it is', () => {
    const report = judge(recordedHost('linger-off'), waivers({ checks: ['linger'] }));
    const { status, severity, accepted, waiver, findings } = of(report, 'linger');
    assert.equal([status, severity], ['fail', 'info']);
    assert.equal(accepted, { by: 'waiver', severity: 'error' });
    assert.equal(waiver, {
      name: 'w',
      reason: 'r',
      owner: 'o',
      expires: '2027-06-30',
      timeZone: 'UTC',
      daysLeft: 180,
      state: 'in-force',
    });
    assert.ok(findings.length > 0);
    assert.equal(report.rootCauses, []);
    assert.is(report.verdict, 'not-ready');
    assert.is(report.afterReboot?.verdict, 'not-ready');
  });

  it('that has expired changes nothing but what is said', () => {
    const host = recordedHost('linger-off');
    const report = judge(host, waivers({ checks: ['linger'], expires: '2026-12-31' }));
    const { waiver, accepted, severity } = of(report, 'linger');
    assert.equal([waiver?.state, accepted, severity], ['expired', undefined, 'error']);
    assert.equal(causes(report), causes(judge(host)));
  });

  it('does not hide what follows from what it waives', () => {
    const host = recordedHost('userns-quota-zero');
    const before = judge(host);
    const [cause] = before.rootCauses;
    assert.ok(cause !== undefined && cause.explains.length > 0, 'the host has a consequence');
    const after = judge(host, waivers({ checks: [cause.check] }));
    assert.not.ok(causes(after).includes(cause.check));
    const uncovered = causes(after).filter((id) => cause.explains.includes(id));
    assert.ok(uncovered.length > 0, causes(after).join());
    assert.is(after.verdict, 'not-ready');
  });

  it('never hides what is unknown', () => {
    const host = recordedHost();
    const blind: Snapshot = {
      ...host,
      probes: { ...host.probes, subuid: { status: 'timeout' }, linger: { status: 'truncated' } },
    };
    const report = judge(blind, { ...waivers({ checks: ['*'] }) });
    assert.equal(
      report.results.filter(({ status }) => status === 'unknown'),
      judge(blind).results.filter(({ status }) => status === 'unknown'),
    );
    assert.is(of(report, 'linger').status, 'unknown');
    assert.is(report.verdict, 'unknown');
  });
});

describe('a baseline', (it) => {
  const broken = judge(recordedHost('subid-missing'));

  it('makes notes of what it has', () => {
    const report = judge(recordedHost('subid-missing'), {
      baseline: baselineOf({ hosts: [broken] }),
    });
    assert.equal(report.rootCauses, []);
    for (const id of brokenIds) {
      const { accepted, findings } = of(report, id);
      assert.equal(accepted, { by: 'baseline', severity: 'error' });
      assert.ok(findings.every(({ known }) => known === true));
    }
    assert.is(report.verdict, 'not-ready');
  });

  it('lets count what is new', () => {
    const baseline = baselineOf({ hosts: [broken] });
    const { probes } = recordedHost('linger-off');
    const { subuid, subgid } = recordedHost('subid-missing').probes;
    assert.ok(subuid !== undefined && subgid !== undefined);
    const both: Snapshot = { ...recordedHost(), probes: { ...probes, subuid, subgid } };
    const report = judge(both, { baseline });
    assert.equal(causes(report), ['linger']);
    assert.is(of(report, 'subuid-range').accepted?.by, 'baseline');
  });

  it('is about the same host and user', () => {
    for (const other of [{ host: 'web2' }, { user: 'bob' }]) {
      const baseline = baselineOf({ hosts: [{ ...broken, ...other }] });
      const report = judge(recordedHost('subid-missing'), { baseline });
      assert.equal(causes(report).toSorted(), brokenIds);
      assert.is(baseline.size([report]), 0);
    }
  });

  it('hides neither what is unknown nor another finding of the same check', () => {
    const baseline = baselineOf({ hosts: [broken] });
    const host = recordedHost('subid-missing');
    const blind = judge(
      { ...host, probes: { ...host.probes, subuid: { status: 'timeout' } } },
      { baseline },
    );
    assert.is(of(blind, 'subuid-range').status, 'unknown');
    const finding = of(broken, 'subuid-range').findings.map((one) => ({
      ...one,
      messageId: 'other',
    }));
    const others = baselineOf({
      hosts: [{ ...broken, results: [{ ...of(broken, 'subuid-range'), findings: finding }] }],
    });
    assert.equal(causes(judge(host, { baseline: others })).toSorted(), brokenIds);
  });
});
