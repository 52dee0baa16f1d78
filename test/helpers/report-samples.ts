import fc from 'fast-check';
import type { RenderOptions, Report, ReportedWaiver } from '../../src/model/report.ts';
import { decidedReport, hostReport, report, result, rootCause, sampleReport } from './reports.ts';

/** Options of a renderer that writes a file. */
export const OPTIONS: RenderOptions = { color: 0, width: 80, verbose: true };

const healthy = hostReport({
  results: [
    result({ check: 'cgroup-version' }),
    result({ check: 'selinux-mode', status: 'not-applicable', because: 'no SELinux' }),
  ],
});
const [broken = healthy] = sampleReport.hosts;
const undecided = hostReport({
  host: 'web4',
  verdict: 'unknown',
  results: [result({ check: 'subuid-range', status: 'unknown', because: 'permission denied' })],
});

/** What every format has to hold, by name. */
export const REPORTS: Readonly<Record<string, Report>> = {
  healthy: report(healthy),
  broken: report(broken),
  undecided: report(undecided),
  'partly unreachable': sampleReport,
  'the same host twice': report(broken, broken, healthy),
  decided: decidedReport(),
  'no host': report(),
};

/** Text that a hostile host may put wherever a host is quoted. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '-2+3',
    '\t=1',
    '"><script>alert(1)</script>&amp;',
    '::error::x\n::add-mask::y\r\n##[command]z',
    '%0A%0D%25',
    '# SKIP not run',
    '\\# TODO \\',
    'ok 1\nnot ok 2\nBail out!\n1..0 # SKIP',
    '  ---\n  a: b\n  ...\n',
    '`` ` ``` ``````',
    '[x](javascript:alert(1)) ![y](http://evil.example/z) <http://evil.example> **b** | c |',
    '```\n# heading\n- item\n1. one\n> quote\n---\n===\n',
    'https://evil.example www.evil.example a@evil.example @someone #1 $x$',
    'a|b=1;2;3 | evil=1',
    "it's 'quoted' = \"x\"\\",
    '\u001b[31mred\u001b[0m\u0007\u009b2J',
    '\u202Egnp.exe\u2066\u2028\u2029\uFEFF\uFFFE\uFFFF',
    '- item',
    '+ item',
    '1. one',
    '23) two',
    '> quote',
    '===',
    '---',
    '    indented',
    '../../../../etc/passwd',
    '..',
    '\ud800',
    '',
    ' ',
  ),
);

const accepted = { by: 'waiver', severity: 'error' } as const;

function waiverOf(text: string): ReportedWaiver {
  const who = { name: text, reason: text, owner: text };
  return { ...who, expires: '2027-03-31', timeZone: 'UTC', daysLeft: 9, state: 'ends-soon' };
}

/** A report in which everything that a host, or a file of waivers, can say is this text. */
export function hostileReport(text: string): Report {
  const evidence = [
    { kind: 'file', where: text, line: 1, found: text, expected: text },
    { kind: 'file', where: `/${text}`, found: text, expected: text },
    { kind: 'command', where: text, found: text, expected: text },
  ] as const;
  const finding = { messageId: 'wrong', message: text, data: { name: text }, evidence };
  const failed = { status: 'fail', findings: [finding, finding], commands: [text] } as const;
  const machine = {
    os: text,
    kernel: text,
    architecture: text,
    podman: text,
    virtualization: text,
  };
  const hosts = [
    hostReport({
      host: text,
      user: text,
      verdict: 'not-ready',
      target: text,
      machine,
      results: [
        result({ check: 'a', ...failed }),
        result({ check: 'b', ...failed, severity: 'info' }),
        result({ check: 'c', status: 'unknown', because: text }),
        result({ check: 'd', status: 'unknown', severity: 'warning', because: text }),
        result({ check: 'e', status: 'not-applicable', because: text }),
        result({ check: 'f' }),
        result({ check: 'g', ...failed, severity: 'info', waiver: waiverOf(text), accepted }),
      ],
      rootCauses: [rootCause({ check: 'a', message: text, evidence, commands: [text] })],
    }),
    hostReport({
      host: text,
      user: null,
      verdict: 'unknown',
      error: { step: 'tcp', message: text, hint: text },
      gathered: null,
      machine: null,
    }),
  ];
  const waiver = { ...waiverOf(text), checks: [text], hosts: [text], use: 'unused' } as const;
  return { ...report(...hosts), waivers: [waiver], baseline: { known: 1, new: 2, gone: 3 } };
}
