import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as assert from 'uvu/assert';
import type { z } from 'zod';
import { json } from '../../reports/json.ts';
import type { Report } from '../../src/model/report.ts';
import { reportJsonSchema, reportSchema } from '../../src/model/report-schema.ts';
import { describe } from '../helpers/describe.ts';
import { decidedReport, sampleReport } from '../helpers/reports.ts';
import type { Immutable, Same } from '../helpers/types.ts';

// Does not compile when the schema and the type are not the same.
const schemaIsTheType: Same<Immutable<z.infer<typeof reportSchema>>, Immutable<Report>> = true;

const schemas = new URL('../../schemas/', import.meta.url);
const samples = new URL('../fixtures/reports/', import.meta.url);

describe('report schema', (it) => {
  it('is the type', () => {
    assert.ok(schemaIsTheType);
  });

  it('describes what is printed', async () => {
    const validate = await compile('report-1.0.schema.json');
    for (const report of [sampleReport, decidedReport()]) {
      const printed: unknown = JSON.parse(json.render(report));
      assert.ok(validate(printed), JSON.stringify(validate.errors));
      assert.equal(reportSchema.parse(printed), printed, 'and nothing else is printed');
    }
  });

  it('refuses what is no report', async () => {
    const validate = await compile('report-1.0.schema.json');
    const { hosts, ...rest } = sampleReport;
    assert.not.ok(validate(rest));
    assert.not.ok(validate({ ...rest, hosts: [{ ...hosts[0], verdict: 'green' }] }));
    assert.not.ok(validate({ ...rest, hosts: [{ ...hosts[0], needs: ['publish:x'] }] }));
  });

  it('lets a later minor version add properties', async () => {
    const validate = await compile('report-1.0.schema.json');
    assert.ok(validate({ ...sampleReport, added: 1 }), JSON.stringify(validate.errors));
  });

  it('is generated from the source', async () => {
    const stored: unknown = JSON.parse(
      await readFile(new URL('report-1.0.schema.json', schemas), 'utf8'),
    );
    assert.equal(stored, reportJsonSchema());
  });
});

describe('stored reports', (it) => {
  it('are valid by the schema of their version', async () => {
    const files = (await readdir(samples)).filter((name) => name.endsWith('.json'));
    assert.ok(files.length > 0, 'there are samples');
    for (const file of files) {
      const version = /^report-(?<version>\d+\.\d+)/u.exec(file)?.groups?.['version'] ?? '';
      const validate = await compile(`report-${version}.schema.json`);
      const stored: unknown = JSON.parse(await readFile(new URL(file, samples), 'utf8'));
      assert.ok(validate(stored), `${file}: ${JSON.stringify(validate.errors)}`);
    }
  });

  it('exist for every released schema', async () => {
    const stored = (await readdir(samples)).join('\n');
    for (const schema of (await readdir(schemas)).filter((name) => name.startsWith('report-'))) {
      assert.match(stored, schema.replace('.schema.json', ''));
    }
  });
});

async function compile(name: string): Promise<ValidateFunction> {
  const schema = JSON.parse(await readFile(new URL(name, schemas), 'utf8')) as object;
  return new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    validateFormats: false,
  }).compile(schema);
}
