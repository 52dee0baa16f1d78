import * as assert from 'uvu/assert';
import {
  EXIT,
  exitCodeOf,
  exitCodeOfWhy,
  type ExitPolicy,
  type HostOutcome,
  nagiosCodeOf,
  type RunOutcome,
} from '../../src/cli/exit-codes.ts';
import type { Severity } from '../../src/model/check.ts';
import type { CheckResult, Status } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result } from '../helpers/reports.ts';

const lenient: ExitPolicy = {
  failOn: 'error',
  warnExit: false,
  strict: false,
  detailedExitcode: false,
};
const everything: ExitPolicy = { ...lenient, warnExit: true, detailedExitcode: true };

function host(results: readonly CheckResult[], more: Partial<HostOutcome> = {}): HostOutcome {
  return {
    report: hostReport({ results }),
    deciding: new Set(),
    fixFailed: false,
    planHasChanges: false,
    wouldRepair: new Set(),
    ...more,
  };
}

function codeOf(
  hosts: readonly HostOutcome[],
  policy: Partial<ExitPolicy> = {},
  more: Partial<RunOutcome> = {},
): number {
  return exitCodeOf({
    policy: { ...lenient, ...policy },
    hosts,
    outputFailed: false,
    interruptedBy: null,
    ...more,
  });
}

const passed = result({ check: 'passed', status: 'pass' });
const failedError = result({ check: 'failed-error', status: 'fail', severity: 'error' });
const failedWarning = result({ check: 'failed-warning', status: 'fail', severity: 'warning' });
const unknownError = result({ check: 'unknown-error', status: 'unknown', severity: 'error' });

describe('exit codes of one result', (it) => {
  const severities: readonly Severity[] = ['info', 'warning', 'error'];
  const statuses: readonly Status[] = ['pass', 'fail', 'unknown', 'not-applicable'];
  const rank = { info: 0, warning: 1, error: 2 };
  for (const severity of severities) {
    for (const status of statuses) {
      for (const failOn of severities) {
        for (const warnExit of [false, true]) {
          for (const strict of [false, true]) {
            const setting = `${status} ${severity}, fail on ${failOn}`;
            it(`${setting}${warnExit ? ', warn' : ''}${strict ? ', strict' : ''}`, () => {
              const unknownCounts = severity === 'error' || (strict && severity === 'warning');
              let expected: number = EXIT.ready;
              if (status === 'unknown' && unknownCounts) expected = EXIT.couldNotLook;
              else if (status === 'fail' && rank[severity] >= rank[failOn])
                expected = EXIT.findings;
              else if (status === 'fail' && warnExit && severity !== 'info') {
                expected = EXIT.warnings;
              }
              const results = [passed, result({ check: 'x', status, severity })];
              assert.is(codeOf([host(results)], { failOn, warnExit, strict }), expected);
            });
          }
        }
      }
    }
  }
});

describe('exit codes that apply at once', (it) => {
  const order = [2, 5, 3, 1, 6, 4] as const;
  for (let bits = 0; bits < 2 ** order.length; bits++) {
    const present = new Set<number>(order.filter((_, at) => (bits & (1 << at)) !== 0));
    it([...present].join(', ') || 'none', () => {
      const results = [
        passed,
        ...(present.has(3) ? [unknownError] : []),
        ...(present.has(1) ? [failedError] : []),
        ...(present.has(4) ? [failedWarning] : []),
      ];
      const one = host(results, { fixFailed: present.has(5), planHasChanges: present.has(6) });
      const code = codeOf([one], everything, { outputFailed: present.has(2) });
      assert.is(code, order.find((candidate) => present.has(candidate)) ?? 0);
      const spread = codeOf([host([passed]), one], everything, { outputFailed: present.has(2) });
      assert.is(spread, code, 'whichever host it happened on');
    });
  }
});

describe('exit codes', (it) => {
  it('could not look: a host that was not reached', () => {
    const error = { step: 'tcp', message: 'refused', hint: '' } as const;
    const unreached = { ...host([]), report: hostReport({ error }) };
    assert.is(codeOf([unreached]), EXIT.couldNotLook);
    assert.is(codeOf([host([passed]), unreached]), EXIT.couldNotLook);
  });

  it('could not look: no host at all, or nothing but unknowns', () => {
    const unknownInfo = result({ check: 'x', status: 'unknown', severity: 'info' });
    assert.is(codeOf([]), EXIT.couldNotLook);
    assert.is(codeOf([host([])]), EXIT.couldNotLook);
    assert.is(codeOf([host([unknownInfo])]), EXIT.couldNotLook);
  });

  it('could not look: none of the deciding checks passed or failed', () => {
    const deciding = new Set(['a', 'b']);
    const skipped = result({ check: 'a', status: 'not-applicable' });
    assert.is(codeOf([host([passed, skipped], { deciding })]), EXIT.couldNotLook);
    const decided = result({ check: 'b', status: 'pass' });
    assert.is(codeOf([host([skipped, decided], { deciding })]), EXIT.ready);
  });

  it('a narrow selection that does not apply is looked at', () => {
    assert.is(codeOf([host([result({ check: 'a', status: 'not-applicable' })])]), EXIT.ready);
  });

  it('what a plan repairs is a change with --detailed-exitcode, and a finding without', () => {
    const consequence = { ...failedError, check: 'consequence', explainedBy: 'failed-error' };
    const planned = host([failedError, consequence], {
      planHasChanges: true,
      wouldRepair: new Set(['failed-error']),
    });
    assert.is(codeOf([planned]), EXIT.findings);
    assert.is(codeOf([planned], { detailedExitcode: true }), EXIT.planHasChanges);
    const more = { ...planned, report: hostReport({ results: [failedError, unrelated] }) };
    assert.is(codeOf([more], { detailedExitcode: true }), EXIT.findings);
  });

  it('a signal is the code, whatever was found', () => {
    const found = [host([failedError])];
    assert.is(codeOf(found, {}, { interruptedBy: 'SIGINT', outputFailed: true }), 130);
    assert.is(codeOf(found, {}, { interruptedBy: 'SIGTERM' }), 143);
  });
});

const unrelated = result({ check: 'unrelated', status: 'fail', severity: 'error' });

describe('how why ends', (it) => {
  const known = { isKnown: true, outputFailed: false, interruptedBy: null } as const;
  const cases: readonly (readonly [string, Parameters<typeof exitCodeOfWhy>[0], number])[] = [
    ['no cause is there', { ...known, states: new Set(['ruled-out', 'by-hand']) }, 0],
    ['no host was asked', { ...known, states: new Set() }, 0],
    ['a cause is there', { ...known, states: new Set(['confirmed', 'undecided']) }, 1],
    ['nothing was written', { ...known, outputFailed: true, states: new Set(['confirmed']) }, 2],
    ['a cause is open', { ...known, states: new Set(['undecided', 'ruled-out']) }, 3],
    ['the message is unknown', { ...known, isKnown: false, states: new Set() }, 3],
    ['it was interrupted', { ...known, interruptedBy: 'SIGINT', states: new Set() }, 130],
  ];
  for (const [name, outcome, code] of cases) {
    it(`${name}: ${code}`, () => assert.is(exitCodeOfWhy(outcome), code));
  }
});

describe('exit codes of a Nagios plugin', (it) => {
  const nagiosCode = (
    hosts: readonly HostOutcome[],
    policy: Partial<ExitPolicy> = {},
    more: Partial<RunOutcome> = {},
  ): number =>
    nagiosCodeOf({
      policy: { ...lenient, ...policy },
      hosts,
      outputFailed: false,
      interruptedBy: null,
      ...more,
    });
  const unknownWarning = result({ status: 'unknown', severity: 'warning' });
  const unreached = host([], {
    report: hostReport({ error: { step: 'tcp', message: 'refused', hint: '' } }),
  });

  it('are those of the guidelines, the worst of all hosts', () => {
    assert.is(nagiosCode([host([passed])]), 0);
    assert.is(nagiosCode([host([failedWarning])]), 1);
    assert.is(nagiosCode([host([failedError]), unreached]), 2);
    assert.is(nagiosCode([host([unknownError]), host([failedWarning])]), 3);
    assert.is(nagiosCode([unreached, host([passed])]), 3);
    assert.is(nagiosCode([]), 3);
  });

  it('are UNKNOWN wherever podready would not say that it could look', () => {
    const undecided = host([result({ check: 'deciding', status: 'not-applicable' }), passed], {
      deciding: new Set(['deciding']),
    });
    assert.is(nagiosCode([undecided]), 3);
    assert.is(nagiosCode([host([passed, unknownWarning])]), 0);
    assert.is(nagiosCode([host([passed, unknownWarning])], { strict: true }), 3);
    assert.is(nagiosCode([host([passed])], {}, { outputFailed: true }), 3);
    assert.is(nagiosCode([host([passed])], {}, { interruptedBy: 'SIGTERM' }), 143);
  });
});
