import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  fingerprintOnHost,
  identifyFindings,
  undecidedFingerprint,
} from '../../src/domain/fingerprint.ts';
import type { Evidence, MessageData } from '../../src/model/check.ts';
import type { ReportedFinding } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { result, sampleReport } from '../helpers/reports.ts';

describe('fingerprint of a finding', (it) => {
  it('is the one that was released', () => {
    // Baselines and code-scanning services hold these: a change makes every finding new.
    const [host] = sampleReport.hosts;
    const found = identifyFindings(host?.results ?? []);
    assert.equal(
      found.map(({ result: { check }, fingerprint }) => [check, fingerprint]),
      [
        ['subuid-range', '027a723bd83a1d6b'],
        ['userns-attempt', '8afd7051497441d7'],
        ['storage-driver', '565f977a69a4d51f'],
        ['short-names', '2dc4874526be1bae'],
      ],
    );
  });

  it('depends on neither prose, nor line, nor what was found', () => {
    assert.is(
      of(
        finding({ where: '/etc/subuid', line: 1, found: 'a' }, { count: 0 }, 'One way to say it.'),
      ),
      of(finding({ where: '/etc/subuid', line: 9, found: 'b' }, { count: 7 }, 'Another.')),
    );
  });

  it('depends on the check, the message and the object', () => {
    const at = (where: string, data: MessageData = {}): ReportedFinding => finding({ where }, data);
    const all = [
      of(at('/etc/subuid')),
      of(at('/etc/subgid')),
      of(at('/etc/subuid'), 'other-check'),
      of({ ...at('/etc/subuid'), messageId: 'other' }),
      of(at('/etc/subuid', { port: 80 })),
      of(at('/etc/subuid', { port: 8080 })),
      undecidedFingerprint('some-check'),
    ];
    assert.is(new Set(all).size, all.length);
  });

  for (const [one, other] of [
    ['/proc/812/uid_map', '/proc/4711/uid_map'],
    ['/proc/812', '/proc/4711'],
    ['session-3.scope', 'session-c12.scope'],
    ['/lib/modules/6.1.0-28-amd64/modules.dep', '/lib/modules/6.1.0-30-amd64/modules.dep'],
  ] as const) {
    it(`is the same for ${one} and ${other}`, () => {
      assert.is(of(finding({ where: one })), of(finding({ where: other })));
    });
  }

  it('keeps the numbers that name an object', () => {
    assert.is.not(
      of(finding({ where: '/run/user/1000/podman/podman.sock' })),
      of(finding({ where: '/run/user/1001/podman/podman.sock' })),
    );
  });

  it('has an ordinal where two findings are equal, and the first has none', () => {
    const twice = result({ findings: [finding({ line: 1 }), finding({ line: 2 })] });
    const [first, second] = identifyFindings([twice]).map(({ fingerprint }) => fingerprint);
    assert.is.not(first, second);
    assert.is(first, of(finding({ line: 2 })));
  });

  it('is unique on a host, and 16 hex digits, whatever the findings are', () => {
    const where = fc.constantFrom('/etc/a', '/etc/b', '/proc/1', '/proc/2', '\u0000"\\');
    const findings = fc.array(where.map((one) => finding({ where: one })));
    fc.assert(
      fc.property(findings, findings, (a, b) => {
        const all = identifyFindings([
          result({ check: 'a', findings: a }),
          result({ check: 'b', findings: b }),
        ]).map(({ fingerprint }) => fingerprint);
        assert.is(new Set(all).size, a.length + b.length);
        for (const one of all) assert.match(one, /^[\da-f]{16}$/u);
      }),
    );
  });

  it('differs by host and by user only where it is that of a host', () => {
    const hosts = [
      { host: 'web1', user: 'alice' },
      { host: 'web2', user: 'alice' },
      { host: 'web1', user: 'bob' },
      { host: 'web1', user: null },
    ];
    const fingerprint = of(finding());
    const all = hosts.flatMap((host) => [
      fingerprintOnHost(fingerprint, host),
      fingerprintOnHost(null, host),
    ]);
    assert.is(new Set(all).size, 8);
    assert.is(
      fingerprintOnHost(fingerprint, { host: 'web1', user: 'alice' }),
      fingerprintOnHost(fingerprint, { host: 'web1', user: 'alice' }),
    );
  });
});

function of(one: ReportedFinding, check = 'some-check'): string {
  const [found] = identifyFindings([result({ check, findings: [one] })]);
  return found?.fingerprint ?? 'none';
}

function finding(
  evidence: Partial<Evidence> = {},
  data: MessageData = {},
  message = 'Something is wrong.',
): ReportedFinding {
  const seen: Evidence = {
    kind: 'file',
    where: '/etc/x',
    found: 'a',
    expected: 'b',
    ...evidence,
  };
  return { messageId: 'wrong', message, data, evidence: [seen] };
}
