/** Hosts that the lab does not boot: found as they are, and never called healthy when their answers are cut off. */
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { evaluate, toResult } from '../../src/engine/evaluate.ts';
import { type FactId, facts } from '../../src/facts/index.ts';
import type { ProbeRecord } from '../../src/gather/frames.ts';
import { readFacts } from '../../src/gather/snapshot.ts';
import type { AnyCheck } from '../../src/model/check.ts';
import type { Needs } from '../../src/model/need.ts';
import type { CheckResult } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { type OtherHost, otherHosts } from './other-hosts.ts';

type Probes = Readonly<Record<string, ProbeRecord>>;

describe('every host of the catalogue', (it) => {
  for (const host of otherHosts) {
    const check = checkOf(host);

    it(`${host.id} is found`, () => {
      const missing = check.requires.filter((id) => host.outputs[id] === undefined);
      assert.equal(missing, [], 'what the check requires is there');
      const result = judge(check, host, probesOf(host));
      assert.is(result.status, 'fail', JSON.stringify(result));
      const found = result.findings.find(({ messageId }) => messageId === host.expect.messageId);
      assert.ok(found !== undefined, JSON.stringify(result.findings));
      assert.ok(found.message.includes(host.expect.says), found.message);
    });

    it(`${host.id} is never healthy when an answer is cut off`, () => {
      for (const [id, stdout] of Object.entries(host.outputs)) {
        const cut = { ...probesOf(host), [id]: done(stdout.slice(0, stdout.length / 2), true) };
        const lost = { ...probesOf(host), [id]: { status: 'truncated' } as const };
        for (const probes of [cut, lost]) {
          const { status, because } = judge(check, host, probes);
          if (isRequired(check, id)) assert.is(status, 'unknown', `${id} is required`);
          if (status === 'pass') assert.equal(darkened(host, probes), true, `${id} is cut`);
          assert.not.match(because ?? '', 'defect');
        }
      }
    });

    it(`${host.id} can be parsed up to any byte`, () => {
      for (const [id, stdout] of Object.entries(host.outputs)) {
        for (let end = 0; end <= stdout.length; end += 1) {
          const probes = { ...probesOf(host), [id]: done(stdout.slice(0, end), false) };
          const state = readFacts({ ...snapshot, probes }, [idOf(id)])[idOf(id)];
          const because = state !== undefined && 'because' in state ? state.because : '';
          assert.not.match(because, 'could not read the answer', `${id} up to byte ${end}`);
        }
      }
    });
  }
});

function checkOf({ expect }: OtherHost): AnyCheck {
  const check = checks.find(({ meta }) => meta.id === expect.check);
  if (check === undefined) throw new Error(`no check is called ${expect.check}`);
  return check;
}

function judge(check: AnyCheck, { needs = [] }: OtherHost, probes: Probes): CheckResult {
  const asked: Needs = { names: new Set(['run', ...needs]), ports: [] };
  const states = readFacts({ ...snapshot, probes }, [...check.requires, ...(check.consults ?? [])]);
  return toResult(evaluate(check, states, asked), asked);
}

function probesOf({ outputs }: OtherHost): Probes {
  return Object.fromEntries(
    Object.entries(outputs).map(([id, stdout]) => [id, done(stdout, false)]),
  );
}

function done(stdout: string, cut: boolean): ProbeRecord {
  return { status: 'done', exitCode: 0, stdout, cut };
}

/** A check that can do without the answer may pass; then one that cannot is unknown now, and with it the host. */
function darkened(host: OtherHost, probes: Probes): boolean {
  return checks.some(
    (check) =>
      check.meta.severity === 'error' &&
      judge(check, host, probesOf(host)).status !== 'unknown' &&
      judge(check, host, probes).status === 'unknown',
  );
}

function isRequired({ requires }: AnyCheck, id: string): boolean {
  return requires.some((one) => one === id);
}

function idOf(name: string): FactId {
  if (!(name in facts)) throw new Error(`no fact is called ${name}`);
  return name as FactId;
}
