import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  DEFAULT_BRIDGE,
  fromRootfulContainer,
  toBridgeDns,
  toLoopback,
  toRootfulPort,
  toRootlessPort,
} from '../../src/domain/packet.ts';
import { type Fate, walk } from '../../src/domain/packet-walk.ts';
import type { PacketRules } from '../../src/facts/packet-rules.ts';
import { describe } from '../helpers/describe.ts';
import { legacyRules, nftChain, recordedRules } from '../helpers/packet-rules.ts';

function outcome(fate: Fate): string {
  return fate.outcome === 'dropped'
    ? `dropped by ${fate.by.table} ${fate.by.chain}: ${fate.by.rule}`
    : fate.outcome;
}

function outside(port: number, { chains }: PacketRules): string {
  return outcome(walk(toRootlessPort(port, 'eth0'), chains));
}

const match = (left: unknown, right: unknown, op = '==') => ({ match: { op, left, right } });
const payload = (protocol: string, field: string) => ({ payload: { protocol, field } });
const meta = (key: string) => ({ meta: { key } });
const ACCEPT = { accept: null };
const DROP = { drop: null };

describe('packet walk: recorded hosts', (it) => {
  it('no rules let everything pass', () => {
    assert.is(outcome(walk(toRootlessPort(80, undefined), [])), 'accepted');
  });

  it('netavark with nftables', () => {
    const { chains } = recordedRules('trixie-netavark');
    assert.is(outcome(walk(toRootlessPort(8090, 'eth0'), chains)), 'accepted');
    assert.is(outcome(walk(toRootlessPort(8080, 'eth0'), chains)), 'rewritten');
    assert.is(outcome(walk(toLoopback(8080), chains)), 'rewritten');
    assert.is(outcome(walk(toRootfulPort(8080, 'eth0', DEFAULT_BRIDGE), chains)), 'accepted');
    assert.is(outcome(walk(fromRootfulContainer('eth0', DEFAULT_BRIDGE), chains)), 'accepted');
    assert.is(outcome(walk(toBridgeDns(DEFAULT_BRIDGE), chains)), 'accepted');
  });

  it('netavark with iptables-nft', () => {
    const { chains } = recordedRules('bookworm-netavark');
    assert.is(outcome(walk(toRootlessPort(8080, 'eth0'), chains)), 'rewritten');
    assert.is(outcome(walk(toRootfulPort(8080, 'eth0', DEFAULT_BRIDGE), chains)), 'accepted');
  });

  it('ufw: the loopback and port 22 are open', () => {
    const rules = recordedRules('bookworm-ufw');
    const policy = (chain: string) => `dropped by iptables-nft filter ${chain}: policy drop`;
    assert.is(outcome(walk(toLoopback(8080), rules.chains)), 'accepted');
    assert.is(outside(22, rules), 'accepted');
    assert.is(outside(8080, rules), policy('INPUT'));
    const forwarded = toRootfulPort(8080, 'eth0', DEFAULT_BRIDGE);
    assert.is(outcome(walk(forwarded, rules.chains)), policy('FORWARD'));
    assert.is(outcome(walk(toBridgeDns(DEFAULT_BRIDGE), rules.chains)), policy('INPUT'));
  });

  it('firewalld: what was translated is forwarded, the rest is refused', () => {
    const rules = recordedRules('bookworm-firewalld');
    assert.is(outside(22, rules), 'accepted');
    assert.match(outside(8080, rules), /^dropped by inet firewalld filter_IN_public: reject/u);
    const forwarded = toRootfulPort(8080, 'eth0', DEFAULT_BRIDGE);
    assert.is(outcome(walk(forwarded, rules.chains)), 'accepted');
    const leaving = fromRootfulContainer('eth0', DEFAULT_BRIDGE);
    assert.match(outcome(walk(leaving, rules.chains)), /filter_FWD_public: reject/u);
  });

  it('both flavours of iptables: a packet must pass both', () => {
    const rules = recordedRules('bookworm-both-flavours');
    assert.is(outside(22, rules), 'accepted');
    assert.is(outside(85, rules), 'dropped by iptables-legacy filter INPUT: policy drop');
    assert.match(outside(8443, rules), /^dropped by iptables-nft filter LOGDROP: .*REJECT/u);
    assert.is(outcome(walk(toLoopback(8443), rules.chains)), 'accepted');
  });

  it('a verdict map, a named set, a limit and an address', () => {
    const rules = recordedRules('own-nftables');
    assert.equal(
      [80, 8050, 22, 9000, 9001].map((port) => outside(port, rules)),
      ['accepted', 'accepted', 'unknown', 'unknown', 'dropped by inet filter input: policy drop'],
    );
  });
});

describe('packet walk: what decides', (it) => {
  it('a drop in any chain counts, whatever another accepted', () => {
    const first = nftChain({ hook: 'input', prio: -10 }, [ACCEPT]);
    const second = nftChain({ hook: 'input', prio: 10 }, [DROP]);
    const both = [...first.chains, ...second.chains];
    assert.match(outcome(walk(toRootlessPort(80, 'eth0'), both)), /^dropped/u);
  });

  it('the port, the protocol and the interface are known', () => {
    const rules = nftChain(
      { hook: 'input', policy: 'drop' },
      [match(payload('udp', 'dport'), 80), ACCEPT],
      [match(meta('iifname'), 'eth1'), ACCEPT],
      [match(payload('tcp', 'dport'), { set: [443, { range: [8000, 8100] }] }), ACCEPT],
    );
    assert.is(outside(8080, rules), 'accepted');
    assert.match(outside(80, rules), /policy drop$/u);
  });

  it('the other host is not known, so a rule for its address decides nothing', () => {
    const only = { prefix: { addr: '192.0.2.0', len: 24 } };
    const rules = nftChain({ hook: 'input', policy: 'drop' }, [
      match(payload('ip', 'saddr'), only),
      ACCEPT,
    ]);
    const fate = walk(toRootlessPort(80, 'eth0'), rules.chains);
    assert.is(fate.outcome, 'unknown');
    assert.match(fate.outcome === 'unknown' ? fate.because : '', /address of the other host/u);
  });

  it('a rule for every address decides', () => {
    const all = { prefix: { addr: '0.0.0.0', len: 0 } };
    const rules = nftChain({ hook: 'input', policy: 'drop' }, [
      match(payload('ip', 'saddr'), all),
      ACCEPT,
    ]);
    assert.is(outside(80, rules), 'accepted');
  });

  it('a drop that surely comes later decides although something before is not known', () => {
    const rules = nftChain(
      { hook: 'input' },
      [{ xt: { type: 'match', name: 'set' } }, DROP],
      [DROP],
    );
    assert.match(outside(80, rules), /handle 2$/u);
  });

  it('expressions that are not modelled are never read as accepted', () => {
    for (const expression of [
      { xt: { type: 'target', name: 'TARPIT' } },
      { queue: { num: 1 } },
      { tproxy: { port: 1 } },
      { jump: { target: 'nowhere' } },
      { strange: {} },
      null,
    ]) {
      assert.is(outside(80, nftChain({ hook: 'input' }, [expression])), 'unknown');
    }
    const socket = match({ socket: { key: 'transparent' } }, 1);
    assert.is(outside(80, nftChain({ hook: 'input' }, [socket, DROP])), 'unknown');
    assert.is(outside(80, nftChain({ hook: 'input' }, [match(meta('cpu'), 1), DROP])), 'unknown');
    const named = match(payload('tcp', 'dport'), '@missing');
    assert.is(outside(80, nftChain({ hook: 'input' }, [named, DROP])), 'unknown');
  });

  it('headers of other protocols never match', () => {
    const rules = nftChain(
      { hook: 'input' },
      [match(payload('ip6', 'saddr'), '::1', '!='), DROP],
      [match(payload('icmp', 'type'), 'echo-request', '!='), DROP],
      [match(meta('nfproto'), 'ipv6'), DROP],
    );
    assert.is(outside(80, rules), 'accepted');
  });

  it('a verdict map, with its catch-all last', () => {
    const map = (...set: readonly unknown[]) => [
      { vmap: { key: payload('tcp', 'dport'), data: { set } } },
    ];
    const closed = { hook: 'input', policy: 'drop' } as const;
    assert.is(outside(80, nftChain(closed, map(['*', DROP], [80, ACCEPT]))), 'accepted');
    assert.match(outside(81, nftChain(closed, map(['*', DROP], [80, ACCEPT]))), /^dropped/u);
    assert.is(
      outside(80, nftChain(closed, [{ vmap: { key: payload('tcp', 'dport'), data: '@x' } }])),
      'unknown',
    );
  });

  it('concatenated sets', () => {
    const left = { concat: [meta('iifname'), payload('tcp', 'dport')] };
    const rules = nftChain({ hook: 'input', policy: 'drop' }, [
      match(left, { set: [{ concat: ['eth0', 80] }, { concat: ['eth1', 81] }] }),
      ACCEPT,
    ]);
    assert.is(outside(80, rules), 'accepted');
    assert.match(outside(81, rules), /^dropped/u);
  });
});

describe('packet walk: chains and marks', (it) => {
  it('jumps return, goto does not', () => {
    const jumps = legacyRules(
      ':INPUT DROP [0:0]',
      ':ports - [0:0]',
      '-A INPUT -j ports',
      '-A INPUT -p tcp -m tcp --dport 81 -j ACCEPT',
      '-A ports -p tcp -m tcp --dport 80 -j ACCEPT',
    );
    assert.is(outside(80, jumps), 'accepted');
    assert.is(outside(81, jumps), 'accepted');
    const goes = legacyRules(
      ':INPUT DROP [0:0]',
      ':ports - [0:0]',
      '-A INPUT -g ports',
      '-A INPUT -j ACCEPT',
    );
    assert.is(outside(80, goes), 'dropped by iptables-legacy filter INPUT: policy drop');
  });

  it('a mark that an earlier rule set is followed', () => {
    const rules = (...more: readonly string[]) =>
      legacyRules(':INPUT ACCEPT [0:0]', ...more, '-A INPUT -m mark --mark 0x2/0x2 -j DROP');
    assert.is(outside(80, rules()), 'accepted');
    assert.match(outside(80, rules('-A INPUT -j MARK --set-xmark 0x2/0x2')), /^dropped/u);
    assert.is(
      outside(80, rules('-A INPUT -s 192.0.2.1/32 -j MARK --set-xmark 0x2/0x2')),
      'unknown',
    );
  });

  it('a limit may hold or not', () => {
    const limited = legacyRules(
      ':INPUT DROP [0:0]',
      '-A INPUT -m limit --limit 3/min -j LOG --log-prefix "x "',
      '-A INPUT -p tcp -m limit --limit 3/sec -j ACCEPT',
    );
    assert.is(outside(80, limited), 'unknown');
  });

  it('an own redirection is not followed', () => {
    const rules = legacyRules(':INPUT ACCEPT [0:0]');
    const redirected = [
      {
        table: 'iptables-legacy nat',
        name: 'PREROUTING',
        rules: [{ text: 'r', steps: [{ kind: 'rewrite' as const, what: 'REDIRECT 8080' }] }],
        base: {
          hook: 'prerouting' as const,
          priority: -100,
          policy: 'accept' as const,
          type: 'nat' as const,
          devices: [],
        },
      },
    ];
    const fate = walk(toRootlessPort(80, 'eth0'), [...rules.chains, ...redirected]);
    assert.is(fate.outcome, 'rewritten');
  });

  it('without a default route, only names of bridges and the loopback are excluded', () => {
    const rules = (name: string) =>
      nftChain({ hook: 'input', policy: 'drop' }, [match(meta('iifname'), name), ACCEPT]).chains;
    assert.is(walk(toRootlessPort(80, undefined), rules('eth7')).outcome, 'unknown');
    assert.is(walk(toRootlessPort(80, undefined), rules('lo')).outcome, 'dropped');
    assert.is(walk(toRootlessPort(80, undefined), rules('podman3')).outcome, 'dropped');
    assert.is(walk(toRootlessPort(80, undefined), rules('*')).outcome, 'accepted');
  });

  it('ends on rules that multiply, and on chains that call themselves', () => {
    const loop = legacyRules(':INPUT ACCEPT [0:0]', ':a - [0:0]', '-A INPUT -j a', '-A a -j a');
    assert.is(outside(80, loop), 'unknown');
  });

  it('never throws, and never accepts where every rule of the only chain drops', () => {
    const word = fc.constantFrom(
      '-s',
      '192.0.2.1/33',
      '!',
      '-i',
      'lo+',
      '-m',
      'set',
      '--dport',
      '1:2',
      '-p',
    );
    fc.assert(
      fc.property(fc.array(fc.array(word)), (lists) => {
        const lines = lists.map((words) => `-A INPUT ${words.join(' ')} -j DROP`);
        const rules = legacyRules(':INPUT DROP [0:0]', ...lines);
        assert.match(outside(80, rules), /^dropped/u);
      }),
    );
  });
});
