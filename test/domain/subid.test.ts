import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  allocationFor,
  countIds,
  entriesOf,
  findFreeBlock,
  formatRange,
  type IdRange,
  type IdSpace,
  IDS_NEEDED,
  intersection,
  mergeRanges,
} from '../../src/domain/subid.ts';
import type { SubidEntry, Subids } from '../../src/parse/subid.ts';
import { describe } from '../helpers/describe.ts';
import { IN_USE, subids } from '../helpers/kernel-facts.ts';

const ALICE = { name: 'alice', uid: 1000 };
const NONE = subids();
const EMPTY: IdSpace = { subuid: NONE, subgid: NONE, inUse: IN_USE, bounds: null };

describe('subid arithmetic', (it) => {
  it('merges, counts and prints', () => {
    const ranges = [
      { start: 10, count: 5 },
      { start: 1, count: 2 },
      { start: 15, count: 1 },
      { start: 12, count: 1 },
    ];
    assert.equal(mergeRanges(ranges), [
      { start: 1, count: 2 },
      { start: 10, count: 6 },
    ]);
    assert.is(countIds(ranges), 8);
    assert.is(formatRange({ start: 100_000, count: 65_536 }), '100000-165535');
  });

  it('intersects', () => {
    assert.equal(intersection({ start: 1, count: 5 }, { start: 5, count: 9 }), {
      start: 5,
      count: 1,
    });
    assert.is(intersection({ start: 1, count: 5 }, { start: 6, count: 9 }), null);
  });
});

describe('subid allocation', (it) => {
  it('begins where login.defs says', () => {
    assert.equal(findFreeBlock(EMPTY, IDS_NEEDED), { start: 100_000, count: 65_536 });
    const bounds = { min: 500_000, max: 600_000 };
    const space = {
      ...EMPTY,
      bounds: { subUids: bounds, subGids: bounds, uids: bounds, gids: bounds },
    };
    assert.is(findFreeBlock(space, IDS_NEEDED), null);
  });

  it('leaves alone what either file, an account, or a malformed line has', () => {
    const space: IdSpace = {
      ...EMPTY,
      subuid: subids('bob:100000:65536'),
      subgid: subids('eve:165536:65536 '),
      inUse: { uids: [{ name: 'ad-user', id: 231_080 }], gids: [] },
    };
    assert.equal(findFreeBlock(space, IDS_NEEDED), { start: 231_081, count: 65_536 });
  });

  it('takes the block of the other file where that is free', () => {
    const subuid = subids('alice:300000:65536');
    assert.equal(allocationFor(ALICE, { ...EMPTY, subuid }), {
      outcome: 'add',
      files: ['subgid'],
      start: 300_000,
      count: 65_536,
    });
    const subgid = subids('bob:300000:9');
    assert.equal(allocationFor(ALICE, { ...EMPTY, subuid, subgid }), {
      outcome: 'add',
      files: ['subuid', 'subgid'],
      start: 100_000,
      count: 65_536,
    });
  });

  it('says when no block is free', () => {
    const all = subids('bob:0:4294967295');
    assert.is(allocationFor(ALICE, { ...EMPTY, subuid: all }).outcome, 'none-free');
  });

  it('never gives what somebody has, and is enough the first time', () => {
    fc.assert(
      fc.property(files, files, accounts, (subuid, subgid, ids) => {
        const space: IdSpace = { ...EMPTY, subuid, subgid, inUse: { uids: ids, gids: ids } };
        const added = allocationFor(ALICE, space);
        if (added.outcome !== 'add') return;
        for (const name of added.files) {
          const taken: readonly IdRange[] = [
            ...space[name].entries,
            ...ids.map(({ id }) => ({ start: id, count: 1 })),
          ];
          assert.ok(taken.every((range) => intersection(range, added) === null));
        }
        assert.is(allocationFor(ALICE, after(space, added)).outcome, 'enough');
      }),
    );
  });
});

/** What usermod(8) does to both files. */
function after(
  space: IdSpace,
  { files: names, start, count }: IdRange & { files: readonly string[] },
): IdSpace {
  const add = (name: 'subuid' | 'subgid'): Subids => {
    const file = space[name];
    const line: SubidEntry = { owner: 'alice', start, count, line: 99 };
    return names.includes(name) ? { ...file, entries: [...file.entries, line] } : file;
  };
  const next = { ...space, subuid: add('subuid'), subgid: add('subgid') };
  assert.ok(entriesOf(next.subuid.entries, ALICE).length > 0);
  return next;
}

const files = fc
  .array(
    fc.record({
      owner: fc.constantFrom('alice', 'bob', '1000', '1001'),
      start: fc.integer({ min: 90_000, max: 900_000 }),
      count: fc.integer({ min: 1, max: 100_000 }),
    }),
    { maxLength: 6 },
  )
  .map((lines) => subids(...lines.map(({ owner, start, count }) => `${owner}:${start}:${count}`)));

const accounts = fc.array(
  fc.record({ name: fc.constant('someone'), id: fc.integer({ min: 0, max: 900_000 }) }),
  { maxLength: 5 },
);
