import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { allFacts, checkHost, checkSnapshot, unreachable } from '../../src/engine/check-host.ts';
import { compare, type Side } from '../../src/engine/compare.ts';
import { select } from '../../src/engine/select.ts';
import { steady } from '../../src/engine/steady.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { recordedHosts } from '../helpers/recorded-hosts.ts';

const SELECTION = { ...select({ only: [], skip: [] }), facts: allFacts() };
const NO_NEEDS = { names: new Set<never>(), ports: [] };

function sideOf(name: string, snapshot: Snapshot): Side {
  const { report, facts } = checkSnapshot(snapshot, SELECTION, NO_NEEDS);
  return { name, report, facts };
}

function recorded(name: string): Snapshot {
  const found = recordedHosts.get(name);
  if (found === undefined) throw new Error(`no host is called ${name}`);
  return found;
}

function changed(of: Snapshot, id: string, change: (text: string) => string): Snapshot {
  const record = of.probes[id];
  if (record?.status !== 'done') throw new Error(`${id} was not read`);
  const stdout = change(record.stdout);
  assert.is.not(stdout, record.stdout, `${id} is changed`);
  return { ...of, probes: { ...of.probes, [id]: { ...record, stdout } } };
}

const healthy = recorded('healthy');

describe('a comparison', (it) => {
  it('of a host with itself is equal', () => {
    for (const [name, one] of recordedHosts) {
      const {
        equal,
        checks: differing,
        facts,
      } = compare(
        [sideOf('a', one), sideOf('b', { ...one, at: '2030-01-01T00:00:00.000Z' })],
        checks,
      );
      assert.ok(equal, `${name}: ${JSON.stringify([differing, facts])}`);
    }
  });

  const volatile: readonly (readonly [string, (text: string) => string])[] = [
    ['apiSockets', (text) => text.replaceAll('17952651', '17962651')],
    ['podmanNamespace', (text) => text.replaceAll('776', '779')],
    [
      'sysctls',
      (text) => text.replace(/(?<=boot_id:)\S+/u, '00000000-0000-0000-0000-000000000000'),
    ],
    [
      'mounts',
      (text) => text.replaceAll(/shared:(\d+)/gu, 'shared:9$1').replace(/^204 28/mu, '99 98'),
    ],
    ['userUnits', (text) => text.replace(/(?<=EnterTimestampMonotonic=)\d+/u, '82261999')],
    ['loginEnv', (text) => text.replace('XDG_SESSION_ID=13', 'XDG_SESSION_ID=21')],
    ['limits', (text) => text.replace(/(?<=slice pids\.current )\d+/u, '77')],
    ['storage', (text) => text.replaceAll('1018415', '1018000')],
  ];
  for (const [id, change] of volatile) {
    it(`does not see what changes by itself in ${id}`, () => {
      const later = changed(healthy, id, change);
      const { equal, facts } = compare([sideOf('a', healthy), sideOf('b', later)], checks);
      assert.ok(equal, JSON.stringify(facts));
    });
  }

  it('of two looks at this machine finds no other verdict', async () => {
    const look = async (name: string): Promise<Side> => {
      await using transport = new LocalTransport();
      const options = { sudo: 'never', user: '', hostSeconds: 25 } as const;
      const { report, facts } = await checkHost(
        transport,
        { ...SELECTION, facts: [] },
        NO_NEEDS,
        options,
      );
      return { name, report, facts };
    };
    const { checks: differing, facts } = compare([await look('a'), await look('b')], checks);
    assert.equal(differing, []);
    // Who else works on this machine starts and stops what listens and what is mounted.
    const others = ['hostNetwork', 'mounts', 'apiSockets', 'idsInUse'];
    assert.equal(
      facts.filter(({ id }) => !others.includes(id)),
      [],
    );
  });

  it('says what a fault changed: the check, the fact, and that one is read by the other', () => {
    const {
      equal,
      checks: differing,
      facts,
    } = compare([sideOf('before', healthy), sideOf('after', recorded('linger-off'))], checks);
    assert.not.ok(equal);
    const check = differing.find(({ id }) => id === 'linger');
    assert.ok(check);
    assert.equal(check.groups[0], { sides: ['before'], says: ['passes'] });
    assert.ok(check.groups[1]);
    assert.equal(check.groups[1].sides, ['after']);
    assert.match(check.groups[1].says[0] ?? '', /^fails/u);
    const fact = facts.find(({ id }) => id === 'linger');
    assert.ok(fact?.groups[1]);
    assert.ok(fact.changes.includes('linger'));
    assert.ok(fact.groups[1].says.includes('- enabled = true'), JSON.stringify(fact.groups));
    assert.ok(fact.groups[1].says.includes('+ enabled = false'));
  });

  it('names the odd host of many, and nobody where there is none', () => {
    const hosts = ['a', 'b', 'c', 'd'].map((name) =>
      sideOf(name, name === 'c' ? recorded('linger-off') : healthy),
    );
    const odd = compare(hosts, checks).checks.find(({ id }) => id === 'linger');
    assert.equal(
      [odd?.usual, odd?.groups.map(({ sides }) => sides)],
      [true, [['a', 'b', 'd'], ['c']]],
    );
    const halves = compare(
      [
        ...hosts.slice(0, 1),
        ...hosts.slice(2, 3),
        sideOf('e', healthy),
        sideOf('f', recorded('linger-off')),
      ],
      checks,
    );
    assert.is(halves.checks.find(({ id }) => id === 'linger')?.usual, false);
  });

  it('is not equal when a host was not reached, or was not asked the same', () => {
    const report = unreachable(
      { name: 'web2', isRemote: true },
      NO_NEEDS,
      new TransportError('tcp', 'connection refused', 'is sshd running there?'),
    );
    const gone = compare([sideOf('a', healthy), { name: 'b', report, facts: {} }], checks);
    assert.equal([gone.equal, gone.unreached.length, gone.checks], [false, 1, []]);
    const { quadlets: _left, ...probes } = healthy.probes;
    const less = compare([sideOf('a', healthy), sideOf('b', { ...healthy, probes })], checks);
    assert.equal([less.equal, less.notCompared], [false, ['quadlets']]);
  });
});

describe('what is steady of a fact', (it) => {
  it('does not depend on the order of sets and maps, and does on that of lists', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2 }), (list) => {
        const back = list.toReversed();
        const of = (value: unknown): string =>
          JSON.stringify(steady('subuid', { state: 'known', value }));
        assert.is(of(new Set(list)), of(new Set(back)));
        assert.is(
          of(new Map(list.map((one) => [one, 1]))),
          of(new Map(back.map((one) => [one, 1]))),
        );
        assert.is.not(of(list), of(back));
      }),
    );
  });

  it('tells absent, unreadable and known apart', () => {
    const all = [
      steady('linger', { state: 'absent', because: 'x' }),
      steady('linger', { state: 'unreadable', reason: 'denied', because: 'x' }),
      steady('linger', { state: 'unreadable', reason: 'timeout', because: 'x' }),
      steady('linger', { state: 'known', value: {} }),
    ];
    assert.is(new Set(all.map((one) => JSON.stringify(one))).size, 4);
  });
});
