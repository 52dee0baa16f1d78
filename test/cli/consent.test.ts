import { EventEmitter } from 'node:events';
import * as assert from 'uvu/assert';
import { consentTo } from '../../src/cli/consent.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { judge, outcomeOf } from '../../src/cli/judge.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { createProgress } from '../../src/cli/ui/progress.ts';
import { confirm, passwordPrompt } from '../../src/cli/ui/questions.ts';
import { checks } from '../../checks/index.ts';
import type { ChangingFix, HostPlan } from '../../src/engine/plan.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result } from '../helpers/reports.ts';
import { fakeTerminal } from '../helpers/terminal.ts';

function fix(id: string, effect: 'safe' | 'disruptive'): ChangingFix {
  const step = {
    kind: 'run',
    summary: 'Run it',
    as: 'root',
    effect,
    undo: 'none',
    argv: ['true'],
  } as const;
  return {
    id,
    title: id,
    description: id,
    effect,
    gains: null,
    repairs: [],
    after: [],
    plan: { outcome: 'change', steps: [step], afterwards: [] },
  };
}

const plan: HostPlan = {
  fixes: [fix('a', 'safe'), fix('b', 'disruptive')],
  withheld: [],
  unjudged: [],
};

async function consent(raw: Readonly<Record<string, unknown>>, answer?: string): Promise<string> {
  const terminal = fakeTerminal();
  if (answer !== undefined) terminal.answer(answer);
  const settings = readSettings(raw);
  const agreed = await consentTo(plan, 'web1', { settings, terminal }, () => 'the plan');
  return agreed?.fixes.map(({ id }) => id).join(' ') ?? 'none';
}

describe('consent', (it) => {
  it('to what is safe leaves out what is disruptive', async () => {
    assert.is(await consent({ yes: 'safe' }), 'a');
    assert.is(await consent({ yes: 'disruptive' }), 'a b');
  });

  it('by answering is for the plan that was shown', async () => {
    assert.is(await consent({}, 'yes'), 'a b');
    for (const answer of ['', 'n', 'no', 'yeah, no']) assert.is(await consent({}, answer), 'none');
  });

  it('says what stops or restarts something', async () => {
    const terminal = fakeTerminal();
    terminal.answer('n');
    await consentTo(plan, 'web1', { settings: readSettings({}), terminal }, () => '');
    assert.match(terminal.err(), 'Apply these 2 fixes to web1? b stops or restarts something.');
  });

  it('is not asked for when there is nothing to apply', async () => {
    const terminal = fakeTerminal();
    const nothing: HostPlan = { fixes: [], withheld: [], unjudged: [] };
    const agreed = await consentTo(
      nothing,
      'web1',
      { settings: readSettings({}), terminal },
      () => '',
    );
    assert.is(agreed, null);
    assert.is(terminal.err(), '');
  });
});

describe('questions', (it) => {
  it('need a terminal', async () => {
    const terminal = fakeTerminal({ canAsk: false });
    assert.throws(
      () => passwordPrompt(terminal),
      (error: unknown) => error instanceof UsageError,
    );
    try {
      await confirm('Really?', terminal);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, UsageError);
    }
  });

  it('are answered no by the end of input', async () => {
    const terminal = fakeTerminal();
    const asked = confirm('Really?', terminal);
    terminal.input.emit('end');
    assert.is(await asked, false);
  });
});

describe('the judgement of a run', (it) => {
  const interruption = new Interruption(new EventEmitter(), {
    say: () => undefined,
    exit: () => undefined,
  });
  const outOfReach = hostReport({
    results: [result({ check: 'x', status: 'pass', severity: 'info' })],
  });

  it('wants an answer from the checks that decide whether containers run', () => {
    const context = { settings: readSettings({}), interruption };
    const one = outcomeOf(outOfReach, { checks }, context);
    assert.ok(one.deciding.has('userns-attempt'));
    assert.is(judge([one], context, false), EXIT.couldNotLook);
    const root = outcomeOf(hostReport({ needs: ['rootful'] }), { checks }, context);
    assert.not.equal(root.deciding, one.deciding);
  });

  it('wants no such answer from a narrow selection', () => {
    const context = { settings: readSettings({ only: ['selinux'] }), interruption };
    const one = outcomeOf(outOfReach, { checks }, context);
    assert.is(one.deciding.size, 0);
    assert.is(judge([one], context, false), EXIT.ready);
    assert.is(judge([one], context, true), EXIT.usage);
  });
});

describe('progress', (it) => {
  it('is silent where nobody looks', async () => {
    const terminal = fakeTerminal({ showsProgress: false });
    const progress = createProgress(['web1'], terminal, { quiet: false });
    progress.done(hostReport({ host: 'web1' }));
    await progress.stop();
    assert.is(terminal.out() + terminal.err(), '');
  });

  it('is drawn on stderr alone, once a run takes its time', async () => {
    const terminal = fakeTerminal({ showsProgress: true });
    const progress = createProgress(['web1', 'web2'], terminal, { quiet: false });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    progress.done(hostReport({ host: 'web1' }));
    await progress.stop();
    assert.is(terminal.out(), '');
    assert.match(terminal.err(), 'web1');
  });
});
