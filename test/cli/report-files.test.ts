import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { json } from '../../reports/json.ts';
import { ndjson } from '../../reports/ndjson.ts';
import { loadReports, type SavedReports } from '../../src/cli/report-files.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText } from '../helpers/report-samples.ts';
import { hostReport, report, result, rootCause, sampleReport } from '../helpers/reports.ts';

async function load(...texts: readonly string[]): Promise<SavedReports> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-test-'));
  try {
    const files = texts.map((_, at) => join(folder, `r${at}.json`));
    await Promise.all(files.map((file, at) => writeFile(file, texts[at] ?? '')));
    return await loadReports(files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refusal(...texts: readonly string[]): Promise<string> {
  try {
    await load(...texts);
  } catch (error) {
    assert.instance(error, UsageError);
    const { message } = error as UsageError;
    assert.is(message, printable(message));
    return message;
  }
  throw new Error('it was taken');
}

describe('saved reports', (it) => {
  it('come back as they were, in the order of the files, from both formats', async () => {
    const { hosts, versions } = await load(
      json.render(sampleReport),
      ndjson.render(sampleReport),
      `\r\n${ndjson.render(sampleReport).replaceAll('\n', '\r\n')}`,
    );
    assert.equal(hosts, [...sampleReport.hosts, ...sampleReport.hosts, ...sampleReport.hosts]);
    assert.equal([...versions], ['0.1.0']);
  });

  it('come back also when a host is hostile', async () => {
    const texts = fc.sample(hostileText, 50);
    const reports = texts.map(hostileReport);
    const { hosts } = await load(...reports.map((one) => json.render(one)));
    // Lone surrogates are no JSON text: JSON.stringify writes them as escapes, and so they come back.
    assert.equal(
      hosts,
      reports.flatMap((one) => one.hosts),
    );
  });

  it('may be of a later minor version', async () => {
    const later = { ...sampleReport, schemaVersion: '1.7', added: { __proto__: null } };
    assert.equal((await load(JSON.stringify(later))).hosts, sampleReport.hosts);
  });

  const own = '\u001b[2J';
  const changed = (change: object): string =>
    JSON.stringify(report(hostReport({ results: [{ ...result(), ...change }] })));
  for (const [name, text, message] of [
    ['nothing', '', /r0\.json: .*JSON/u],
    ['no JSON', '{', /r0\.json: expected a report that podready wrote.*no JSON/u],
    ['a list', '[]', /no report of podready \(all of it/u],
    ['a number', '1', /no report of podready/u],
    ['a number for a version', '{"schemaVersion":1}', /no report of podready \(schemaVersion/u],
    ['a snapshot', '{"host":"x","probes":{}}', /a snapshot: podready check --from-facts judges/u],
    ['a later major version', '{"schemaVersion":"2.0"}', /schema version 2\.0 .* \(1\.x\)/u],
    ['a status that is none', changed({ status: 'green' }), /hosts\.0\.results\.0\.status/u],
    ['a report that was cut', json.render(sampleReport).slice(0, -40), /JSON/u],
    ['a line that was cut', ndjson.render(sampleReport).slice(0, -40), /r0\.json:3: .*JSON/u],
    ['a line of something else', `${ndjson.render(sampleReport)}{"x":1}\n`, /r0\.json:4: /u],
    ['an id with control characters', changed({ check: own }), /control characters/u],
    ['a title with control characters', changed({ title: own }), /control characters/u],
    ['a fix with control characters', changed({ fixes: [own] }), /control characters/u],
    [
      'a cause with control characters',
      JSON.stringify(report(hostReport({ rootCauses: [rootCause({ check: own })] }))),
      /control characters/u,
    ],
    ['very deep JSON', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /r0\.json: /u],
  ] as const) {
    it(`are not ${name}`, async () => {
      assert.match(await refusal(text), message);
    });
  }

  it('are not a folder, and not a file that is not there', async () => {
    for (const file of [tmpdir(), '/nonexistent/x.json']) {
      try {
        await loadReports([file]);
        assert.unreachable();
      } catch (error) {
        assert.match((error as Error).message, new RegExp(`^${file}: E(?:ISDIR|NOENT)`, 'u'));
      }
    }
  });

  it('are not without end', async () => {
    const started = process.memoryUsage().rss;
    try {
      await loadReports(['/dev/zero']);
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, /more than 268435456 bytes in all/u);
    }
    assert.ok(process.memoryUsage().rss - started < 450 * 1024 * 1024);
  });
});
