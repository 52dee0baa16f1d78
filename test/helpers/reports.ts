import type { CheckResult, HostReport, Report, RootCause } from '../../src/model/report.ts';

/** A result of which only what matters to a test has to be said. */
export function result(given: Partial<CheckResult> = {}): CheckResult {
  const check = given.check ?? 'some-check';
  return {
    check,
    area: 'userns',
    title: `Title of ${check}`,
    severity: 'error',
    status: 'pass',
    findings: [],
    because: null,
    explainedBy: null,
    fixes: [],
    commands: [],
    docs: `docs/checks/${check}.md`,
    ...given,
  };
}

/** A host of which only what matters to a test has to be said. */
export function hostReport(given: Partial<HostReport> = {}): HostReport {
  return {
    host: 'alice@web1',
    user: 'alice',
    needs: ['run', 'api', 'boot', 'remote'],
    verdict: 'ready',
    error: null,
    gathered: {
      at: '2026-01-02T03:04:05.678Z',
      transport: 'ssh',
      milliseconds: 812,
      execs: 1,
      privilege: 'sudo',
    },
    machine: {
      os: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-28-amd64',
      architecture: 'x86_64',
      podman: '4.3.1',
      virtualization: 'kvm',
    },
    results: [],
    rootCauses: [],
    ...given,
  };
}

/** A root cause of which only what matters to a test has to be said. */
export function rootCause(given: Partial<RootCause> = {}): RootCause {
  return {
    check: 'some-check',
    severity: 'error',
    message: 'Something is wrong.',
    evidence: [{ kind: 'file', where: '/etc/x', line: 3, found: 'a', expected: 'b' }],
    explains: [],
    fixes: [],
    commands: [],
    ...given,
  };
}

export function report(...hosts: readonly HostReport[]): Report {
  return { schemaVersion: '1.0', tool: { name: 'podready', version: '0.1.0' }, hosts };
}

/** A report with something of everything. */
export const sampleReport: Report = report(
  hostReport({
    verdict: 'not-ready',
    needs: ['run', 'api', 'boot', 'remote', 'publish:8080'],
    rootCauses: [
      rootCause({
        check: 'subuid-range',
        message: 'alice has no entry in /etc/subuid.',
        evidence: [
          {
            kind: 'file',
            where: '/etc/subuid',
            line: 1,
            found: 'bob:100000:65536',
            expected: 'an entry for alice with 65536 ids or more',
          },
        ],
        explains: ['userns-attempt'],
        fixes: ['subid-allocation'],
        commands: ['sudo usermod --add-subuids 165536-231071 alice'],
      }),
      rootCause({
        check: 'storage-driver',
        severity: 'warning',
        message: 'The storage driver of alice is vfs.',
        evidence: [{ kind: 'command', where: 'podman info', found: 'vfs', expected: 'overlay' }],
      }),
    ],
    results: [
      result({ check: 'cgroup-version', area: 'cgroup', title: 'Control groups are version 2' }),
      result({
        check: 'subuid-range',
        area: 'subid',
        title: 'User has too few subordinate uids',
        status: 'fail',
        findings: [
          {
            messageId: 'missing',
            message: 'alice has no entry in /etc/subuid.',
            data: { user: 'alice', count: 0 },
            evidence: [
              {
                kind: 'file',
                where: '/etc/subuid',
                line: 1,
                found: 'bob:100000:65536',
                expected: 'an entry for alice with 65536 ids or more',
              },
            ],
          },
        ],
        fixes: ['subid-allocation'],
        commands: ['sudo usermod --add-subuids 165536-231071 alice'],
      }),
      result({
        check: 'userns-attempt',
        title: 'A user namespace cannot map the ranges of the user',
        status: 'fail',
        explainedBy: 'subuid-range',
        findings: [
          {
            messageId: 'singleId',
            message: 'Only one id could be mapped.',
            data: {},
            evidence: [
              { kind: 'command', where: 'newuidmap', found: '1 id', expected: '65536 ids' },
            ],
          },
        ],
      }),
      result({
        check: 'storage-driver',
        area: 'storage',
        title: 'The storage driver copies every layer',
        severity: 'warning',
        status: 'fail',
        findings: [
          {
            messageId: 'vfs',
            message: 'The storage driver of alice is vfs.',
            data: {},
            evidence: [
              { kind: 'command', where: 'podman info', found: 'vfs', expected: 'overlay' },
            ],
          },
        ],
      }),
      result({
        check: 'short-names',
        area: 'registry',
        title: 'Short image names are not resolved',
        severity: 'info',
        status: 'fail',
        findings: [
          {
            messageId: 'noSearch',
            message: 'registries.conf names no search registries.',
            data: {},
            evidence: [
              {
                kind: 'file',
                where: '/etc/containers/registries.conf',
                found: 'no unqualified-search-registries',
                expected: 'at least one registry',
              },
            ],
          },
        ],
      }),
      result({
        check: 'published-port',
        area: 'firewall',
        title: 'Other hosts reach published ports',
        severity: 'warning',
        status: 'unknown',
        because: 'nft list ruleset needs root; run with --sudo ask',
      }),
      result({
        check: 'selinux-mode',
        area: 'selinux',
        title: 'SELinux has a policy for containers',
        status: 'not-applicable',
        because: 'the kernel has no SELinux',
      }),
    ],
  }),
  hostReport({
    host: 'web2',
    user: null,
    verdict: 'unknown',
    error: { step: 'tcp', message: 'connection refused', hint: 'is sshd running there?' },
    gathered: null,
    machine: null,
  }),
  hostReport({ host: 'web3', results: [result({ check: 'cgroup-version', area: 'cgroup' })] }),
);

/** A report in which something is waived, known or about to count again; `hostile` stands in every text of a file. */
export function decidedReport(hostile = ''): Report {
  const waiver = {
    name: `kiosks${hostile}`,
    reason: `see ticket 12${hostile}`,
    owner: `ada@example.com${hostile}`,
    expires: '2027-03-31',
    timeZone: 'Europe/Berlin',
    daysLeft: 90,
    state: 'in-force',
  } as const;
  const expired = { ...waiver, name: `old${hostile}`, daysLeft: -3, state: 'expired' } as const;
  const finding = { messageId: 'x', message: 'It is so.', data: {}, evidence: [] };
  const failed = result({
    check: 'linger',
    area: 'session',
    status: 'fail',
    severity: 'info',
    findings: [finding],
  });
  const use = { checks: ['linger'], hosts: ['*'] };
  return {
    ...report(
      hostReport({
        verdict: 'not-ready',
        results: [
          { ...failed, waiver, accepted: { by: 'waiver', severity: 'error' } },
          {
            ...failed,
            check: 'storage-driver',
            findings: [{ ...finding, known: true }],
            accepted: { by: 'baseline', severity: 'warning' },
          },
          result({ check: 'cgroup-version', status: 'unknown', because: 'it took too long' }),
        ],
      }),
      hostReport({
        host: 'web2',
        verdict: 'not-ready',
        rootCauses: [rootCause({ check: 'linger' }), rootCause({ check: 'subuid-range' })],
        results: [
          result({ check: 'linger', status: 'fail', findings: [finding], waiver: expired }),
          result({
            check: 'subuid-range',
            status: 'fail',
            findings: [finding, { ...finding, known: true }],
          }),
        ],
      }),
    ),
    waivers: [
      { ...waiver, ...use, use: 'used' },
      { ...expired, ...use, use: 'used' },
      { ...waiver, ...use, name: 'soon', daysLeft: 1, state: 'ends-soon', use: 'not-judged' },
      { ...waiver, ...use, name: 'idle', use: 'unused' },
      { ...expired, ...use, name: 'idle and old', use: 'unused' },
      { ...waiver, ...use, name: 'elsewhere', use: 'not-judged' },
    ],
    baseline: { known: 2, new: 3, gone: 1 },
  };
}
