import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { checkSnapshot } from '../../src/engine/check-host.ts';
import { select } from '../../src/engine/select.ts';
import { AddressPseudonyms } from '../../src/gather/address-pseudonyms.ts';
import { Pseudonyms } from '../../src/gather/pseudonyms.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import { formatIpv6, parseIpv4, parseIpv6 } from '../../src/parse/ip-address.ts';
import { describe } from '../helpers/describe.ts';
import { recordedHosts } from '../helpers/recorded-hosts.ts';
import { snapshot } from '../helpers/snapshots.ts';

function fresh(key = 'a key'): Pseudonyms {
  return new Pseudonyms({ key, pairs: [] });
}

function decisions(of: Snapshot): unknown {
  const needs = { names: new Set<never>(), ports: [] };
  const { report } = checkSnapshot(of, select({ only: [], skip: [] }), needs);
  return report.results.map(({ check, status, findings, explainedBy }) => [
    check,
    status,
    findings.map(({ messageId }) => messageId),
    explainedBy,
  ]);
}

function withProbe(id: string, stdout: string): Snapshot {
  const probes = { ...snapshot.probes, [id]: { status: 'done', exitCode: 0, stdout, cut: false } };
  return { ...snapshot, probes: probes as Snapshot['probes'] };
}

function shown(of: Snapshot, id: string): string {
  const record = of.probes[id];
  return record?.status === 'done' ? record.stdout : '';
}

describe('pseudonyms', (it) => {
  for (const [name, recorded] of recordedHosts) {
    it(`leave the verdict of ${name} as it is, and none of its names`, () => {
      const shared = fresh().snapshot(recorded);
      assert.equal(decisions(shared), decisions(recorded));
      assert.not.match(JSON.stringify(shared), /alice|bob|carol|dieter|erin|web1/u);
    });
  }

  it('are the same for the same thing in every snapshot and message, and come back', () => {
    const names = fresh();
    const one = names.snapshot(withProbe('shellStartup', 'file /home/alice/.bashrc 192.0.2.7\n'));
    const two = names.snapshot(withProbe('shellStartup', 'alice 192.0.2.7 web1\n'));
    const [, user, address] =
      /\/home\/(\w+)\/\.bashrc (\S+)/u.exec(shown(one, 'shellStartup')) ?? [];
    assert.is(shown(two, 'shellStartup'), `${user} ${address} host1\n`);
    assert.is(one.host, 'user1@host1');
    assert.is(names.text('web1: alice was refused'), 'host1: user1 was refused');
    const again = new Pseudonyms(names.map());
    assert.is(again.text('alice at 192.0.2.7'), `user1 at ${address}`);
    assert.is(again.host('alice@web2:2222'), 'user1@host2:2222');
  });

  it('take people, hosts, domains, addresses and MACs out of whatever they stand in', () => {
    const planted = [
      'proxy http://proxy.corp.acme-inc.de:3128/x',
      'mail ops@acme-inc.de',
      'location = "registry.acme-inc.de/team"',
      'url ssh://git@code.acme.sh/x',
      'ether 52:54:00:ab:cd:ef brd',
      'ip saddr { 10.20.30.40, 203.0.113.9-203.0.113.20 } accept',
      'inet6 2a01:4f8:c0c:1234::1/64 scope global',
      'fe80::5054:ff:feab:cdef%eth0',
      '::ffff:198.51.100.77',
      'HOSTNAME=web1',
    ].join('\n');
    const text = shown(fresh().snapshot(withProbe('firewall', planted)), 'firewall');
    const leaks =
      /acme|corp|52:54:00|10\.20\.30|203\.0\.113\.9|2a01:4f8|5054|198\.51\.100\.77|web1/u;
    assert.not.match(text, leaks);
    assert.match(text, /http:\/\/host\d+\.host\d+\.domain1\.example:3128\/x/u);
    assert.match(text, 'ops@domain1.example');
    assert.match(text, /inet6 2a[\da-f:]+\/64 scope/u);
    assert.match(text, '02:00:5e:00:00:01');
    assert.match(text, /fe80::[\da-f:]+%eth0/u);
  });

  it('of addresses in the tables of the kernel are those of the same addresses in text', () => {
    const rows = [
      'r eth0\t00000000\t0119A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
      'r eth0\t0019A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
      'a eth0 2a0104f8000000000000000000000001 80',
      'l',
      '   0: 0719A8C0:0016 00000000:0000 0A 0',
      '   1: F804012A000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 0',
      'ns /etc/resolv.conf 192.168.25.1',
      'ns /etc/resolv.conf 2a01:4f8::1',
    ].join('\n');
    const text = shown(fresh().snapshot(withProbe('hostNetwork', rows)), 'hostNetwork');
    const [four = '', six = ''] = [...text.matchAll(/^ns \S+ (\S+)$/gmu)].map(([, a = '']) => a);
    const hex4 = (parseIpv4(four) ?? []).map((byte) => byte.toString(16).padStart(2, '0'));
    const gateway = hex4.toReversed().join('').toUpperCase();
    assert.match(text, `\t00000000\t${gateway}\t0003`);
    assert.match(text, `\t00${gateway.slice(2)}\t00000000\t0001`);
    assert.match(text, `${gateway.slice(2)}:0016`);
    const hex6 = (parseIpv6(six) ?? []).map((byte) => byte.toString(16).padStart(2, '0')).join('');
    assert.match(text, `a eth0 ${hex6} 80`);
    assert.not.match(text, /19A8C0|2a0104f8|F804012A|192\.168\.25/u);
    assert.match(text, '\t00FFFFFF\t');
  });

  it('leave alone what says nothing of a site', () => {
    const same = [
      '127.0.0.1 0.0.0.0 255.255.255.0 224.0.0.251 169.254.1.1 10.88.0.1 10.0.2.3',
      '::1 :: ff02::1 00:00:00:00:00:00',
      'docker.io/library/alpine registry.fedoraproject.org quay.io docs.podman.io',
      'user@1000.service serial-getty@ttyS0.service podman.socket containers.conf crun.1.gz',
      'sk-ssh-ed25519@openssh.com io.containers.autoupdate 12:45:25',
    ].join('\n');
    assert.is(shown(fresh().snapshot(withProbe('firewall', same)), 'firewall'), same);
  });

  it('of a user whose name is another word are only put where it stands as a name', () => {
    const user = (name: string): Snapshot => ({
      ...withProbe('systemUnits', 'Id=podman.socket\nPath=/run/podman/podman.sock /home/podman/x'),
      host: `${name}@podman`,
      probes: {
        ...withProbe('systemUnits', 'podman.socket /home/podman/x').probes,
        user: {
          status: 'done',
          exitCode: 0,
          stdout: `id=uid=1000(${name}) gid=1000(${name}) groups=1000(${name})\nhome=/home/${name}\nshell=/bin/sh\n`,
          cut: false,
        },
      },
    });
    const shared = fresh().snapshot(user('podman'));
    assert.is(shown(shared, 'systemUnits'), 'podman.socket /home/user1/x');
    assert.match(shown(shared, 'user'), 'uid=1000(user1)');
    assert.is(shared.host, 'user1@host1');
  });

  it('never throw, whatever a host prints', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fresh().snapshot(withProbe('hostNetwork', text));
      }),
    );
  });
});

describe('pseudonyms of addresses', (it) => {
  const byte = fc.integer({ min: 0, max: 255 });
  const addresses = new AddressPseudonyms('k');
  const common = (a: readonly number[], b: readonly number[]): number => {
    const bits = (of: readonly number[]): string =>
      of.map((one) => one.toString(2).padStart(8, '0')).join('');
    const [x, y] = [bits(a), bits(b)];
    const at = [...x].findIndex((bit, index) => bit !== y[index]);
    return at === -1 ? x.length : at;
  };

  for (const [family, length] of [
    ['v4', 4],
    ['v6', 16],
  ] as const) {
    it(`of ${family} share as many leading bits as the addresses do, behind those that stay`, () => {
      const some = fc.array(byte, { minLength: length, maxLength: length });
      fc.assert(
        fc.property(some, some, fc.integer({ min: 0, max: length }), (one, other, shared) => {
          const two = [...one.slice(0, shared), ...other.slice(shared)];
          const [a, b] = [addresses[family](one), addresses[family](two)];
          assert.ok(a.every((value) => value >= 0 && value < 256));
          assert.is(common(a, b), common(one, two));
        }),
      );
    });
  }

  it('are others with another key', () => {
    const of = (key: string): string => new AddressPseudonyms(key).v4([10, 77, 200, 255]).join('.');
    const all = new Set(['a', 'b', 'c', 'd', 'e', 'f'].map(of));
    assert.ok(all.size > 3);
  });
});

describe('addresses as text', (it) => {
  it('come back in the form of RFC 5952', () => {
    for (const text of [
      '::',
      '::1',
      '1::',
      'fe80::1',
      '2001:db8:0:1:1:1:1:1',
      '2001:db8::1:0:0:1',
      '1:0:0:2::3',
    ]) {
      assert.is(formatIpv6(parseIpv6(text) ?? []), text);
    }
    assert.is(formatIpv6(parseIpv6('::ffff:192.0.2.1') ?? []), '::ffff:c000:201');
    const bytes = fc.array(fc.constantFrom(0, 0, 0, 1, 16, 255), { minLength: 16, maxLength: 16 });
    fc.assert(fc.property(bytes, (all) => assert.equal(parseIpv6(formatIpv6(all)), all)));
  });

  it('are told from what is none', () => {
    for (const text of ['', ':', ':::', '1:2', '1::2::3', '12345::', '1:2:3:4:5:6:7:8:9', 'g::']) {
      assert.is(parseIpv6(text), undefined, text);
    }
    for (const text of ['1.2.3', '1.2.3.256', '1.2.3.4.5', 'a.b.c.d']) {
      assert.is(parseIpv4(text), undefined, text);
    }
  });
});
