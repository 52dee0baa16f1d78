import * as assert from 'uvu/assert';
import { select } from '../../src/engine/select.ts';
import type { AnyCheck } from '../../src/model/check.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

const named = (id: string, area: string): AnyCheck =>
  ({
    meta: { id, area, needs: ['run'] },
    requires: [],
    evaluate: () => ({ status: 'pass' }),
  }) as unknown as AnyCheck;
const upgrade = {
  ...named('upgrade-database', 'version'),
  meta: { id: 'upgrade-database', area: 'version', needs: ['upgrade'] },
} as unknown as AnyCheck;
const all = [
  named('subuid-range', 'subid'),
  named('subid-overlap', 'subid'),
  named('linger', 'session'),
];
const ids = (only: string[], skip: string[] = []): string[] =>
  select({ only, skip }, all).checks.map(({ meta }) => meta.id);

function message(only: string[], skip: string[] = []): string {
  try {
    ids(only, skip);
  } catch (error) {
    assert.instance(error, UsageError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('nothing was thrown');
}

describe('select', (it) => {
  it('takes all, an area, an id, and leaves out what is skipped', () => {
    assert.is(ids([]).length, 3);
    assert.equal(ids(['subid']), ['subuid-range', 'subid-overlap']);
    assert.equal(ids(['subid', 'linger'], ['subuid-range']), ['subid-overlap', 'linger']);
  });

  it('takes what only an upgrade asks for when there is a target', () => {
    const list = [...all, upgrade];
    const needs = { target: { program: 'podman', version: '6' } } as const;
    const count = (only: string[], asked = {}): number =>
      select({ only, skip: [], ...asked }, list).checks.length;
    assert.is(count([]), 3);
    assert.is(count([], { needs: {} }), 3);
    assert.is(count([], { needs }), 4);
    assert.is(count(['upgrade-database'], { needs }), 1);
    assert.throws(
      () => count(['upgrade-database', 'linger']),
      (error: unknown) =>
        error instanceof UsageError && /'upgrade-database'.*--target podman@6/u.test(error.message),
    );
    assert.throws(() => count(['version']), /leaves no check/u);
  });

  it('names the nearest name for an unknown one', () => {
    assert.match(message(['subuid-rnge']), "did you mean 'subuid-range'");
    assert.match(message([], ['lingr']), "did you mean 'linger'");
    assert.match(message(['qqqqqqqq']), "unknown check or area 'qqqqqqqq'");
  });

  it('takes what starts containers only when it is asked for, and says so', () => {
    const deep = { ...named('container-run', 'outcome'), requires: ['outcomes'] as const };
    const some = (only: string[], asked: boolean): string[] =>
      select({ only, skip: [], deep: asked }, [...all, deep]).checks.map(({ meta }) => meta.id);
    assert.is(some([], false).includes('container-run'), false);
    assert.is(some([], true).includes('container-run'), true);
    assert.equal(some(['outcome'], true), ['container-run']);
    assert.throws(() => some(['outcome'], false), /only what starts containers; add --deep/u);
    assert.equal(some(['outcome', 'linger'], false), ['linger']);
  });

  it('refuses a selection that leaves nothing', () => {
    assert.match(message(['linger'], ['session']), 'leaves no check');
  });
});
