import * as assert from 'uvu/assert';
import { applyText, stepText } from '../../src/cli/ui/apply-text.ts';
import { planText } from '../../src/cli/ui/plan-text.ts';
import type { HostPlan, PlannedFix } from '../../src/engine/plan.ts';
import type { Step } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';

const options = { color: 0, width: 80 } as const;

const enable: Step = {
  kind: 'enable-linger',
  summary: 'Enable linger for alice',
  as: 'root',
  effect: 'safe',
  undo: 'exact',
  user: 'alice',
  uid: 1000,
};

const sysctl: Step = {
  kind: 'sysctl',
  summary: 'Let user namespaces be created',
  as: 'root',
  effect: 'loosens',
  undo: 'exact',
  key: 'user.max_user_namespaces',
  value: '15000',
  valueBefore: '0',
  path: '/etc/sysctl.d/99-z-podready.conf',
  content: 'user.max_user_namespaces = 15000\n',
  before: 'user.max_user_namespaces = 0\n',
};

function planned(given: Partial<PlannedFix>): PlannedFix {
  return {
    id: 'some-fix',
    title: 'Does something',
    description: 'Does something that repairs the host.',
    effect: 'safe',
    gains: null,
    repairs: [],
    after: [],
    plan: { outcome: 'blocked', because: 'no reason' },
    ...given,
  };
}

const plan: HostPlan = {
  fixes: [
    planned({
      id: 'linger',
      title: 'Enable linger',
      repairs: ['linger', 'user-manager'],
      plan: { outcome: 'change', steps: [enable], afterwards: [] },
    }),
    planned({
      id: 'userns-limit-sysctl',
      title: 'Raise the limit',
      effect: 'loosens',
      gains: 'Every user may create user namespaces.',
      plan: {
        outcome: 'change',
        steps: [sysctl],
        afterwards: ['re-login'],
        notes: ['2 containers are running.'],
      },
    }),
    planned({ id: 'policy-json', plan: { outcome: 'blocked', because: 'somebody edited it' } }),
    planned({
      id: 'by-hand',
      plan: { outcome: 'manual', because: 'ids come from LDAP', commands: ['getsubids alice'] },
    }),
  ],
  withheld: [{ fix: planned({ id: 'cgroup-delegation' }), because: 'it restarts something' }],
  unjudged: [],
};

describe('plan', (it) => {
  it('is what a person has reviewed', async () => {
    await assertGolden('plan.txt', planText('alice@web1', plan, options));
    await assertGolden('plan-colour.txt', planText('alice@web1', plan, { ...options, color: 1 }));
  });

  it('says when there is nothing to change', () => {
    const empty = planText('web1', { fixes: [], withheld: [], unjudged: [] }, options);
    assert.is(empty, 'Plan for web1: nothing to change\n');
  });

  it('says what it could not judge', () => {
    const text = planText('web1', { fixes: [], withheld: [], unjudged: ['linger'] }, options);
    assert.match(text, 'Could not be judged, so nothing is planned for them: linger');
  });

  it('lets no control character of a host through', () => {
    const hostile = 'a\u001B[31m\u202Eb';
    const step: Step = { ...sysctl, before: hostile, summary: hostile, path: hostile };
    const fix = planned({
      plan: { outcome: 'change', steps: [step], afterwards: [], notes: [hostile] },
    });
    const text = planText(hostile, { fixes: [fix], withheld: [], unjudged: [] }, options);
    assert.not.match(text, '\u001B');
    assert.not.match(text, '\u202E');
  });
});

describe('what was applied', (it) => {
  const result = {
    step: enable,
    status: 'done',
    exitCode: 0,
    because: null,
    output: 'lots of text\n',
    milliseconds: 10,
  } as const;

  it('is one line when it went well', () => {
    assert.is(stepText(result, options), '[✓] Enable linger for alice\n');
    const already = stepText({ ...result, status: 'already' }, options);
    assert.is(already, '[✓] Enable linger for alice (it was so already)\n');
  });

  it('says why not, and what the programs printed', () => {
    const failed = { ...result, status: 'failed', because: 'refused', exitCode: 1 } as const;
    assert.is(
      stepText(failed, options),
      '[✗] Enable linger for alice: refused\n    | lots of text\n',
    );
  });

  it('says what was not begun, and what is left to do', () => {
    const text = applyText(
      {
        stopped: true,
        fixes: [
          { fix: 'a', status: 'applied', because: null, steps: [], afterwards: ['reboot'] },
          { fix: 'b', status: 'stopped', because: null, steps: [], afterwards: [] },
          { fix: 'c', status: 'skipped', because: 'a failed', steps: [], afterwards: [] },
        ],
      },
      options,
    );
    assert.match(text, 'Not done: b: you asked to stop\n');
    assert.match(text, 'Not done: c: a failed\n');
    assert.match(text, 'Left to do by hand:\n  - Reboot the host.\n');
  });
});
