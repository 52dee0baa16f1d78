import * as assert from 'uvu/assert';
import { idMapsOf } from '../../src/engine/id-maps.ts';
import { absent, known, unreadable } from '../../src/model/fact.ts';
import type { FactStates } from '../../src/model/fact-states.ts';
import { parseSubids } from '../../src/parse/subid.ts';
import { describe } from '../helpers/describe.ts';

const alice = {
  name: 'alice',
  uid: 1000,
  gid: 100,
  home: '/home/alice',
  shell: '/bin/sh',
  groups: [],
};
const text = 'bob:165536:65536\nalice:300000:10\nalice:100000:65536\ncarol:130000:5\n';
const read: FactStates = {
  user: known(alice),
  nsswitch: known({ entry: null, lookup: null } as never),
  subuid: known(parseSubids(text)),
  subgid: absent('/etc/subgid does not exist'),
  idsInUse: known({
    uids: [
      { name: 'alice', id: 1000 },
      { name: 'web', id: 100_001 },
    ],
    gids: [],
  }),
};

describe('id maps of a report', (it) => {
  it('map the user first, then the ranges from the lowest', () => {
    assert.equal(idMapsOf(read)?.uids.map, [
      { inside: 0, outside: 1000, count: 1 },
      { inside: 1, outside: 100_000, count: 65_536 },
      { inside: 65_537, outside: 300_000, count: 10 },
    ]);
    assert.equal(idMapsOf(read)?.gids, {
      map: [{ inside: 0, outside: 100, count: 1 }],
      others: [],
      othersLeftOut: 0,
    });
  });

  it('name the ranges of others, and accounts that lie in a range of the user', () => {
    assert.equal(idMapsOf(read)?.uids.others, [
      { kind: 'account', owner: 'web', start: 100_001, count: 1 },
      { kind: 'range', owner: 'carol', start: 130_000, count: 5 },
      { kind: 'range', owner: 'bob', start: 165_536, count: 65_536 },
    ]);
  });

  it('take another login name of the same uid for the same user', () => {
    const aliases = known({ uids: [{ name: 'bob', id: 1000 }], gids: [] });
    const owners = idMapsOf({ ...read, idsInUse: aliases })?.uids.others.map(({ owner }) => owner);
    assert.equal(owners, ['carol']);
  });

  it('keep the nearest of many, and say how many are left out', () => {
    const many = Array.from({ length: 50 }, (_, at) => `u${at}:${1_000_000 + at * 100}:100`);
    const subuid = known(parseSubids(`${many.toReversed().join('\n')}\n${text}`));
    const { others = [], othersLeftOut } = idMapsOf({ ...read, subuid })?.uids ?? {};
    assert.is(others.length, 32);
    assert.is(othersLeftOut, 21);
    assert.is(others.at(-1)?.owner, 'u28');
  });

  it('are missing for root, and where something was not read', () => {
    assert.is(idMapsOf({ ...read, user: known({ ...alice, uid: 0 }) }), undefined);
    assert.is(idMapsOf({ ...read, subuid: unreadable('denied', 'no') }), undefined);
    assert.is(idMapsOf({ ...read, nsswitch: unreadable('denied', 'no') }), undefined);
    assert.is(idMapsOf({ user: known(alice) }), undefined);
  });
});
