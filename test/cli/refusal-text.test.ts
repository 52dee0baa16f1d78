import * as assert from 'uvu/assert';
import type { Refusal } from '../../src/cli/planned.ts';
import { refusalText } from '../../src/cli/ui/refusal-text.ts';
import { comparePlans } from '../../src/engine/plan-comparison.ts';
import type { Step } from '../../src/model/fix.ts';
import type { SavedHost } from '../../src/model/saved-plan.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { sampleSteps, savedFix, savedHost } from '../helpers/plans.ts';

function refusal(saved: SavedHost, now: SavedHost): Refusal {
  return { host: now.host, error: null, differences: comparePlans(saved, now) };
}

function withSteps(...steps: readonly Step[]): SavedHost {
  const plan = { outcome: 'change', steps: steps as typeof sampleSteps, afterwards: [] } as const;
  return savedHost({ fixes: [savedFix({ plan })] });
}

const [run, write, mode, unit, , sysctl, , packages, subids] = sampleSteps as unknown as Step[];

describe('the refusal of a saved plan', (it) => {
  it('says what differs, where, and what it was', async () => {
    const saved = withSteps(...([write, mode, unit, sysctl, packages, subids, run] as Step[]));
    const now = withSteps(
      ...([
        { ...write, before: 'somebody wrote it\n' },
        { ...mode, before: 0o4755 },
        { ...unit, before: { enabled: true, active: false } },
        { ...sysctl, valueBefore: '1000', before: 'a = 1\nuser.max_user_namespaces = 1000\n' },
        { ...packages, packages: ['uidmap', 'slirp4netns'] },
        { ...subids, start: 165_536, summary: 'Delegate ids 165536-231071 to alice' },
      ] as Step[]),
    );
    const others = savedHost({
      host: 'web2',
      user: 'bob',
      fixes: [savedFix({ id: 'linger', title: 'Let the user linger' })],
      unjudged: ['firewall-dns', 'sshd-config-valid'],
    });
    const gone: Refusal = {
      host: 'web3',
      error: { step: 'tcp', message: 'web3: connection refused', hint: 'is it up?' },
      differences: [],
    };
    const refusals = [refusal(saved, now), refusal(savedHost({ user: null }), others), gone];
    await assertGolden('refusal.txt', refusalText('plan.json', refusals, 80));
  });

  it('ends where it is clear that all is different', () => {
    const ids = Array.from({ length: 1_000 }, (_, at) => savedFix({ id: `fix-${at}` }));
    const text = refusalText(
      'p',
      [refusal(savedHost({ fixes: ids }), savedHost({ fixes: [] }))],
      80,
    );
    assert.match(text, '- 980 more differences\n');
    assert.is(text.split('\n').length, 25);
  });

  it('lets no control character through, and no endless text', () => {
    const hostile = `a\u001B[31m\u202E\u009B${'x'.repeat(10_000)}`;
    const plan = { outcome: 'manual', because: hostile, commands: [hostile] } as const;
    const saved = savedHost({
      fixes: [savedFix({ id: hostile, title: hostile }), savedFix({ id: 'b', plan })],
      unjudged: [hostile],
      user: hostile,
    });
    const now = savedHost({ fixes: [savedFix({ id: 'b', plan: { ...plan, because: 'b' } })] });
    const error = { step: 'tcp', message: hostile, hint: '' } as const;
    const text = refusalText(
      'p',
      [refusal(saved, now), { host: hostile, error, differences: [] }],
      80,
    );
    assert.not.match(text.replaceAll('\n', ''), /[\p{Cc}\u202E]/u);
  });
});
