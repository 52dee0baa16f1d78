import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { afterReboot } from '../../src/engine/after-reboot.ts';
import type { NeedName } from '../../src/model/need.ts';
import { describe } from '../helpers/describe.ts';
import { result } from '../helpers/reports.ts';

const needs = new Set<NeedName>(['run', 'api', 'boot', 'remote']);
const answer = (...results: readonly ReturnType<typeof result>[]) =>
  afterReboot({ checks }, results, needs);

describe('after a reboot', (it) => {
  it('works when nothing is in the way', () => {
    assert.equal(answer(result({ check: 'linger', status: 'pass' })), {
      verdict: 'ready',
      checks: [],
    });
  });

  it('does not work when what only warns today decides then', () => {
    const socket = { check: 'podman-socket-enabled', status: 'fail', severity: 'warning' } as const;
    assert.equal(answer(result(socket)), {
      verdict: 'not-ready',
      checks: ['podman-socket-enabled'],
    });
  });

  it('does not work when it does not work now, and names the cause once', () => {
    const failed = { status: 'fail', severity: 'error' } as const;
    assert.equal(
      answer(
        result({ ...failed, check: 'subuid-range' }),
        result({ ...failed, check: 'userns-attempt', explainedBy: 'subuid-range' }),
      ),
      { verdict: 'not-ready', checks: ['subuid-range'] },
    );
  });

  it('is not hurt by what only remote clients need', () => {
    const path = { check: 'ssh-podman-path', status: 'fail', severity: 'error' } as const;
    assert.is(answer(result(path))?.verdict, 'ready');
  });

  it('is not sure when a check is not', () => {
    const linger = { check: 'linger', status: 'unknown', severity: 'error' } as const;
    assert.equal(answer(result(linger)), { verdict: 'unknown', checks: ['linger'] });
  });

  it('is no answer when it was not asked for, or not all of it was judged', () => {
    assert.is(afterReboot({ checks }, [], new Set(['run'])), undefined);
    const some = checks.filter(({ meta }) => meta.id !== 'linger');
    assert.is(afterReboot({ checks: some }, [], needs), undefined);
  });
});
