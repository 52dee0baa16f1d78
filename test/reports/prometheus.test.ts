import { spawnSync } from 'node:child_process';
import process from 'node:process';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { prometheus } from '../../reports/prometheus.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { hostReport, report, sampleReport } from '../helpers/reports.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * A strict reader of the text format 0.0.4. Beyond its grammar it refuses what the collector and `promtool check
 * metrics` refuse: a family in two places, without help or type, a series twice, a timestamp.
 */
function read(text: string): readonly Sample[] {
  assert.match(text, /\n$/u);
  const samples: Sample[] = [];
  const families = new Set<string>();
  const series = new Set<string>();
  let family = '';
  let expected: 'HELP' | 'TYPE' | 'sample' = 'HELP';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, head, name = '', rest = ''] = HEAD.exec(line) ?? [];
    if (head === 'HELP') {
      assert.is.not(expected, 'TYPE', line);
      assert.not.ok(families.has(name), `${name} is in two places`);
      assert.match(name, /^podready_[a-z_]+[a-z]$/u);
      // In help a backslash and a line end are escaped; ours has neither.
      assert.not.match(rest, /\\/u);
      families.add((family = name));
      expected = 'TYPE';
    } else if (head === 'TYPE') {
      assert.is(expected, 'TYPE', line);
      assert.equal([name, rest], [family, 'gauge']);
      expected = 'sample';
    } else {
      assert.is.not(expected, 'TYPE', line);
      const sample = readSample(line);
      assert.is(sample.name, family);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()]);
      assert.not.ok(series.has(key), `${key} is there twice`);
      series.add(key);
      samples.push(sample);
    }
  }
  return samples;
}

const HEAD = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/u;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\d+(?:\.\d+)?(?:e[+-]\d+)?)$/u;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/u;

function readSample(line: string): Sample {
  const [matched, name = '', list = '', value = ''] = SAMPLE.exec(line) ?? [];
  assert.ok(matched !== undefined, `no sample: ${line}`);
  const labels: Record<string, string> = {};
  for (let rest = list; rest !== '';) {
    const [part, label = '', text = ''] = LABEL.exec(rest) ?? [];
    assert.ok(part !== undefined, `no label: ${rest}`);
    assert.not.ok(label.startsWith('__') || label in labels, label);
    labels[label] = text.replaceAll(/\\(.)/gu, (_, one: string) => (one === 'n' ? '\n' : one));
    rest = rest.slice(part.length);
  }
  return { name, labels, value: Number(value) };
}

function valueOf(samples: readonly Sample[], name: string, labels: Sample['labels']): number[] {
  return samples
    .filter((one) => one.name === name)
    .filter((one) => Object.entries(labels).every(([key, text]) => one.labels[key] === text))
    .map(({ value }) => value);
}

describe('prometheus report', (it) => {
  it('says which verdict a host has, and which it has not', () => {
    const samples = read(prometheus.render(sampleReport));
    const verdicts = (host: string): number[] =>
      ['ready', 'not-ready', 'unknown'].flatMap((verdict) =>
        valueOf(samples, 'podready_host_verdict', { host, verdict }),
      );
    assert.equal(verdicts('alice@web1'), [0, 1, 0]);
    assert.equal(verdicts('web2'), [0, 0, 1]);
    assert.equal(verdicts('web3'), [1, 0, 0]);
  });

  it('counts checks of hosts that were reached, also none', () => {
    const samples = read(prometheus.render(sampleReport));
    const checks = (host: string, status: string, severity: string): number[] =>
      valueOf(samples, 'podready_checks', { host, status, severity });
    assert.equal(checks('alice@web1', 'fail', 'error'), [2]);
    assert.equal(checks('alice@web1', 'unknown', 'warning'), [1]);
    assert.equal(checks('alice@web1', 'unknown', 'error'), [0]);
    assert.equal(checks('web2', 'fail', 'error'), []);
    assert.equal(valueOf(samples, 'podready_host_reached', { host: 'web2' }), [0]);
    assert.equal(
      valueOf(samples, 'podready_gathered_timestamp_seconds', { host: 'web3' }),
      [1767323045.678],
    );
  });

  it('numbers a host that is there twice', () => {
    const samples = read(prometheus.render(REPORTS['the same host twice'] ?? report()));
    const reached = samples.filter(({ name }) => name === 'podready_host_reached');
    assert.equal(
      reached.map(({ labels }) => labels['occurrence']),
      [undefined, '2', '3'],
    );
  });

  it('gives back the name of a host as it was', () => {
    const host = 'C:\\web"1"';
    const [sample] = read(prometheus.render(report(hostReport({ host })))).slice(1);
    assert.is(sample?.labels['host'], host);
  });

  for (const [name, given] of Object.entries(REPORTS)) {
    it(`keeps to the grammar: ${name}`, () => {
      read(prometheus.render(given));
    });
  }

  it('keeps to the grammar whatever a host says', () => {
    const count = (given: Report): number => read(prometheus.render(given)).length;
    const expected = count(hostileReport('web1'));
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.is(count(hostileReport(text)), expected);
      }),
    );
  });
});

/** Debian has it in the package `prometheus`; PROMTOOL names another. Where it is not, the reader above has to do. */
const promtool = process.env['PROMTOOL'] ?? 'promtool';

function saidByPromtool(text: string): string {
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return `${status} ${stdout}${stderr}`;
}

if (spawnSync(promtool, ['--version']).status === 0) {
  describe('promtool check metrics', (it) => {
    for (const [name, one] of Object.entries(REPORTS)) {
      it(`has nothing to say of a report: ${name}`, () =>
        assert.is(saidByPromtool(prometheus.render(one)), '0 '));
    }

    it('nor of one in which a host says what it likes', () => {
      for (const text of fc.sample(hostileText, { numRuns: 40, seed: 1 })) {
        assert.is(saidByPromtool(prometheus.render(hostileReport(text))), '0 ', text);
      }
    });

    it('but of what is no metric', () => assert.match(saidByPromtool('a{ 1\n'), /^1 /u));
  });
}
