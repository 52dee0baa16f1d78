import { execFileSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { administratorText } from '../../src/cli/ui/administrator-text.ts';
import type { PlannedFix } from '../../src/engine/plan.ts';
import type { Step } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { sampleSteps, savedFix } from '../helpers/plans.ts';

function fix(id: string, ...steps: readonly Step[]): PlannedFix {
  const plan = { outcome: 'change', steps: steps as typeof sampleSteps, afterwards: [] } as const;
  return { ...savedFix({ id, plan }), description: 'Does something.' };
}

const ofUser: Step = { ...sampleSteps[0], as: 'user' };

describe('the block for the administrator', (it) => {
  const text = administratorText(
    [fix('everything', ...sampleSteps), fix('own', ofUser), fix('mixed', ofUser, sampleSteps[0])],
    { width: 80 },
  );

  it('has every step of root, in order, and no other', async () => {
    await assertGolden('administrator.txt', text);
    assert.not.match(text, 'podman.socket');
  });

  it('is a shell program, which ends where something fails', () => {
    const block = text.slice(text.indexOf('\n(\n'));
    execFileSync('/bin/sh', ['-n', '-c', block]);
    const failing = fix('fails', { ...ofUser, as: 'root', kind: 'run', argv: ['false'] });
    const more = fix('more', { ...ofUser, as: 'root', kind: 'run', argv: ['echo', 'more'] });
    const two = administratorText([failing, more], { width: 80 });
    const program = `${two.slice(two.indexOf('\n(\n'))}\necho outside`;
    assert.is(execFileSync('/bin/sh', ['-c', program], { encoding: 'utf8' }), 'outside\n');
  });

  it('is not there when nothing needs root', () => {
    assert.is(administratorText([fix('own', ofUser)], { width: 80 }), '');
  });
});
