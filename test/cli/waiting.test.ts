import * as assert from 'uvu/assert';
import { exitCodeOf, keepsFromPassing } from '../../src/cli/exit-codes.ts';
import type { LookedAt } from '../../src/cli/look.ts';
import { waitUntilPassed, type Waiting } from '../../src/cli/waiting.ts';
import { select } from '../../src/engine/select.ts';
import type { CheckResult, HostReport } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result } from '../helpers/reports.ts';

const selection = select({ only: [], skip: [] });
const policy = {
  failOn: 'error',
  warnExit: false,
  strict: false,
  detailedExitcode: false,
} as const;

const ok = result({ check: 'podman-installed' });
const linger = result({ check: 'linger', status: 'fail' });
const noted = result({ check: 'short-names', status: 'fail', severity: 'info' });
const blind = result({ check: 'subuid-range', status: 'unknown', because: 'timeout' });

function reachable(host: string, ...results: readonly CheckResult[]): HostReport {
  return hostReport({ host, results: [ok, ...results] });
}

function gone(host: string, step: 'tcp' | 'auth' | 'host-key' = 'tcp'): HostReport {
  return hostReport({ host, error: { step, message: 'no', hint: '' }, results: [] });
}

interface Look {
  /** Seconds after the first look. */
  readonly at: number;
  readonly hosts: readonly string[];
  /** Ids of the checks; `all` when it was for all. */
  readonly checks: string;
}

interface Waited extends LookedAt {
  readonly looks: readonly Look[];
  readonly said: readonly string[];
  readonly seconds: number;
}

/** Waits for hosts that are at each second what `states` says, on a clock of its own. */
async function wait(
  seconds: number,
  states: Readonly<Record<string, (second: number) => HostReport>>,
): Promise<Waited> {
  let clock = 0;
  const looks: Look[] = [];
  const said: string[] = [];
  const stateOf = (host: string): HostReport => states[host]?.(clock / 1000) ?? gone(host);
  const asked = (report: HostReport, isPartial: boolean, ids: ReadonlySet<string>): HostReport => {
    if (!isPartial || report.error !== null) return report;
    const results = [...ids].map(
      (id) => report.results.find(({ check }) => check === id) ?? result({ check: id }),
    );
    return { ...report, results };
  };
  const waiting: Waiting = {
    look: (hosts, { checks }, isPartial) => {
      const ids = new Set(checks.map(({ meta }) => meta.id));
      looks.push({ at: clock / 1000, hosts, checks: isPartial ? [...ids].join() : 'all' });
      const reports = hosts.map((host) => asked(stateOf(host), isPartial, ids));
      clock += 100;
      const looked = reports.map((report) => ({ report, checked: undefined }));
      return Promise.resolve({ hosts: looked, saved: true, replayed: false });
    },
    passes: (report) =>
      exitCodeOf({
        policy,
        hosts: [
          {
            report,
            deciding: new Set(),
            fixFailed: false,
            planHasChanges: false,
            wouldRepair: new Set(),
          },
        ],
        outputFailed: false,
        interruptedBy: null,
      }) === 0,
    keeps: (one) => keepsFromPassing(one, policy),
    now: () => clock,
    sleep: (milliseconds) => {
      assert.ok(milliseconds >= 0 && milliseconds <= 30_000, `${milliseconds} ms`);
      clock += milliseconds;
      return Promise.resolve();
    },
    say: (line) => said.push(line),
  };
  const hosts = Object.keys(states).map((host) => ({ report: stateOf(host), checked: undefined }));
  const first: LookedAt = { hosts, saved: true, replayed: false };
  const end = await waitUntilPassed(first, selection, seconds * 1000, waiting);
  return { ...end, looks, said, seconds: clock / 1000 };
}

function namesOf({ hosts }: LookedAt): readonly string[] {
  return hosts.map(({ report }) => report.host);
}

describe('waiting', (it) => {
  it('does not wait for what passes', async () => {
    const { looks, said } = await wait(60, { web1: () => reachable('web1', noted) });
    assert.equal([looks, said], [[], []]);
  });

  it('runs again only what fails, and all of it once that passes', async () => {
    const { looks, said, hosts } = await wait(60, {
      web1: (at) => reachable('web1', ...(at < 4 ? [linger, noted] : [noted])),
    });
    assert.equal(looks, [
      { at: 2, hosts: ['web1'], checks: 'linger' },
      { at: 5.1, hosts: ['web1'], checks: 'linger' },
      { at: 5.2, hosts: ['web1'], checks: 'all' },
    ]);
    assert.equal(said, ['Waiting for web1 (linger); 60 s left']);
    assert.equal(
      hosts[0]?.report.results.map(({ check }) => check),
      ['podman-installed', 'short-names'],
    );
  });

  it('waits for hosts that are not there yet, and then for what fails there', async () => {
    const { looks, said, hosts } = await wait(120, {
      web1: () => reachable('web1'),
      web2: (at) => {
        if (at < 10) return gone('web2');
        return at < 30 ? reachable('web2', linger) : reachable('web2');
      },
    });
    assert.ok(looks.every((one) => one.hosts.join() === 'web2'));
    assert.equal([...new Set(looks.map(({ checks }) => checks))], ['all', 'linger']);
    assert.equal(
      said.map((line) => line.replace(/; \d+ s left$/u, '')),
      ['Waiting for web2 (tcp: no)', 'Waiting for web2 (linger)'],
    );
    assert.equal(namesOf({ hosts, saved: true, replayed: false }), ['web1', 'web2']);
    assert.equal(hosts[1]?.report.error, null);
  });

  it('goes on when something else fails once that passes', async () => {
    const { looks, hosts } = await wait(60, {
      web1: (at) => {
        if (at < 4) return reachable('web1', linger);
        return at < 12 ? reachable('web1', blind) : reachable('web1');
      },
    });
    assert.equal(
      looks.map(({ checks }) => checks).filter((one, index, all) => one !== all[index - 1]),
      ['linger', 'all', 'subuid-range', 'all'],
    );
    assert.equal(
      hosts[0]?.report.results.map(({ status }) => status),
      ['pass'],
    );
  });

  it('ends when the time is over, with a report of that moment', async () => {
    const { looks, hosts, seconds } = await wait(20, {
      web1: (at) => reachable('web1', linger, ...(at > 10 ? [blind] : [])),
    });
    assert.equal(looks.at(-1), { at: 20, hosts: ['web1'], checks: 'all' });
    assert.ok(seconds >= 20 && seconds < 21, `${seconds}`);
    assert.is(hosts[0]?.report.results.length, 3);
  });

  it('says what was there when a host goes away meanwhile', async () => {
    const { hosts } = await wait(20, {
      web1: (at) => (at < 10 ? reachable('web1', linger) : gone('web1')),
    });
    assert.is(hosts[0]?.report.error?.step, 'tcp');
  });

  it('looks less and less often, and at failed logins every half minute', async () => {
    const many = await wait(300, { web1: () => gone('web1'), web2: () => gone('web2', 'auth') });
    const at = (host: string): readonly number[] =>
      many.looks.filter(({ hosts }) => hosts.includes(host)).map((one) => one.at);
    const pauses = (times: readonly number[]): readonly number[] =>
      times.slice(1).map((time, index) => time - (times[index] ?? 0));
    assert.ok(at('web1').length < 30 && at('web1').length > 15, `${at('web1').length} looks`);
    assert.ok(pauses(at('web1').slice(0, -1)).every((pause) => pause >= 2 && pause <= 16));
    assert.ok(pauses(at('web2')).every((pause) => pause >= 30));
  });

  it('does not wait for what only a person can mend', async () => {
    const { looks, hosts } = await wait(300, { web1: () => gone('web1', 'host-key') });
    assert.equal(looks, []);
    assert.is(hosts[0]?.report.error?.step, 'host-key');
  });

  it('prints what hosts say as data', async () => {
    const evil = `web1\u001B[31m`;
    const { said } = await wait(5, { [evil]: () => gone(evil) });
    assert.match(said[0] ?? '', String.raw`Waiting for web1\x1b[31m`);
  });
});
