import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { text, type TextOptions } from '../../reports/text.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import {
  decidedReport,
  hostReport,
  report,
  result,
  rootCause,
  sampleReport,
} from '../helpers/reports.ts';

const plain: TextOptions = { color: 0, width: 80, verbose: false };
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters to look for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

describe('text report', (it) => {
  it('is what a person has reviewed', async () => {
    const next = 'podready fix alice@web1';
    await assertGolden('report.txt', text.render(sampleReport, { ...plain, next }));
    await assertGolden(
      'report-verbose.txt',
      text.render(sampleReport, { ...plain, verbose: true }),
    );
    await assertGolden('report-colour.txt', text.render(sampleReport, { ...plain, color: 1 }));
  });

  it('says what is accepted, by whom, and until when', async () => {
    await assertGolden('report-decided.txt', text.render(decidedReport(), plain));
    const hostile = text.render(decidedReport('\u001B[31m\u202E'), plain);
    assert.not.match(hostile, UNSAFE);
  });

  it('leads with the verdict, then the root causes in their order, then the rest', () => {
    const rendered = text.render(sampleReport, plain);
    const order = [
      '[✗] alice@web1 is not ready',
      '[✗] subuid-range: alice has no entry',
      'What follows from it:',
      '[✗] userns-attempt',
      '[!] storage-driver',
      '[?] published-port',
      '[i] short-names',
      '7 checks',
    ].map((part) => rendered.indexOf(part));
    assert.ok(order.every((at) => at >= 0));
    assert.equal(
      order.toSorted((a, b) => a - b),
      order,
    );
  });

  it('ends with the next command', () => {
    const rendered = text.render(sampleReport, { ...plain, next: 'podready fix' });
    assert.is(rendered.trimEnd().split('\n').at(-1), 'Next: podready fix');
  });

  it('fits 80 columns, but never breaks a word', () => {
    const long = `/very/long/${'path/'.repeat(30)}`;
    const cause = rootCause({ message: `The file ${long} is at fault.` });
    const rendered = text.render(report(hostReport({ rootCauses: [cause] })), plain);
    assert.ok(rendered.includes(long));
    const wide = rendered.split('\n').filter((line) => line.length > 80);
    assert.ok(wide.every((line) => line.includes(long)));
  });

  it('says for which Podman, when an upgrade was asked for', () => {
    const target = 'podman@6';
    const ready = report(hostReport({ results: [result()], target }));
    assert.match(text.render(ready, plain), '[✓] alice@web1 is ready for Podman 6\n');
    const cause = rootCause();
    const host = hostReport({ verdict: 'not-ready', rootCauses: [cause], target });
    assert.match(
      text.render(report(host), plain),
      '[✗] alice@web1 is not ready for Podman 6: 1 root cause\n',
    );
  });

  it('says "ready" of a host only when all checks were asked', () => {
    const one = report(hostReport({ results: [result()] }));
    assert.match(text.render(one, plain), '[✓] alice@web1 is ready for rootless Podman\n');
    const narrowed = text.render(one, { ...plain, narrowed: true });
    assert.match(narrowed, '[✓] alice@web1 passed the selected checks\n');
    assert.not.match(narrowed, /ready/u);
  });

  it('names warnings, unknowns and hosts that were not reached', () => {
    const warning = rootCause({ severity: 'warning' });
    const warned = text.render(report(hostReport({ rootCauses: [warning] })), plain);
    assert.match(warned, '[!] alice@web1 is ready for rootless Podman, with 1 warning\n');
    const blind = hostReport({
      verdict: 'unknown',
      results: [result({ status: 'unknown', because: 'no time' })],
    });
    assert.match(text.render(report(blind), plain), '[?] alice@web1 may or may not be ready');
    const error = { step: 'tcp', message: 'alice@web1: refused', hint: 'is it up?' } as const;
    const unreached = text.render(report(hostReport({ error, verdict: 'unknown' })), plain);
    assert.is(unreached, '[?] alice@web1 could not be looked at: tcp: refused\n    is it up?\n');
  });

  it('colours only when it is told to', () => {
    assert.not.match(text.render(sampleReport, plain), '\u001B[');
    const coloured = text.render(sampleReport, { ...plain, color: 1 });
    assert.match(coloured, '\u001B[31m[✗]\u001B[39m');
  });

  it('lets no control character of a host through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (hostile) => {
        const evidence = [
          { kind: 'file', where: hostile, found: hostile, expected: hostile },
        ] as const;
        const failed = result({
          status: 'fail',
          severity: 'info',
          findings: [{ messageId: 'x', message: hostile, data: {}, evidence }],
        });
        const unknown = result({ status: 'unknown', because: hostile });
        const host = hostReport({
          host: hostile,
          user: hostile,
          machine: {
            os: hostile,
            kernel: hostile,
            architecture: hostile,
            podman: hostile,
            virtualization: hostile,
          },
          results: [failed, unknown],
          rootCauses: [rootCause({ message: hostile, evidence, commands: [hostile] })],
        });
        const error = { step: 'shell', message: hostile, hint: hostile } as const;
        const rendered = text.render(report(host, hostReport({ host: hostile, error })), plain);
        assert.not.match(rendered, UNSAFE);
      }),
    );
  });
});
