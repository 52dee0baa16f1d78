/** Check ↔ index ↔ page ↔ test: nothing is added by halves, and nothing that is generated drifts. */
import { readdir, readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { checks } from '../checks/index.ts';
import { fixes } from '../fixes/index.ts';
import { generateCoverage } from '../scripts/generate-coverage.ts';
import { generateDocs } from '../scripts/generate-docs.ts';
import { generateIndexes } from '../scripts/generate-index.ts';
import { generateSchemas } from '../scripts/generate-schemas.ts';
import { camelCase, listModules } from '../scripts/lib/modules.ts';
import { MANUAL_REASONS } from '../scripts/lib/manual-reasons.ts';
import { CHECK_SECTIONS, emptySections, FIX_SECTIONS } from '../scripts/lib/pages.ts';
import { fromRoot } from '../scripts/lib/root.ts';
import { facts } from '../src/facts/index.ts';
import { reportSchema } from '../src/model/report-schema.ts';
import { describe } from './helpers/describe.ts';

const AREAS = reportSchema.shape.hosts.element.shape.results.element.shape.area.options;

describe('every check', (it) => {
  for (const { meta, requires, consults = [] } of checks) {
    it(meta.id, async () => {
      assert.equal(emptySections(await read(`docs/checks/${meta.id}.md`), CHECK_SECTIONS), []);
      const test = await read(`test/checks/${meta.area}/${meta.id}.test.ts`);
      // A check whose fact has the same name is imported under another one.
      assert.match(test, new RegExp(String.raw`\b${camelCase(meta.id)}\b[^;]*/checks/`, 'u'));
      assert.match(test, 'testCheck(');
      const offered = meta.fixes.filter((id) => !fixes.some((fix) => fix.meta.id === id));
      assert.equal(offered, [], 'its fixes exist');
      assert.equal(Object.keys(meta.commands).toSorted(), Object.keys(meta.messages).toSorted());
      assert.is.not(meta.title, meta.failureTitle);
      const declared = [...requires, ...consults];
      assert.equal(declared, [...new Set(declared)], 'a fact is declared once');
    });
  }
});

/** Fixes of one kind are tested together. */
async function fixTests(): Promise<string> {
  const files = (await readdir(fromRoot('test/fixes'))).filter((name) => name.endsWith('.test.ts'));
  return (await Promise.all(files.map((name) => read(`test/fixes/${name}`)))).join('');
}

describe('every fix', (it) => {
  for (const { meta } of fixes) {
    it(meta.id, async () => {
      assert.equal(emptySections(await read(`docs/fixes/${meta.id}.md`), FIX_SECTIONS), []);
      assert.match(await fixTests(), `fixes/${meta.id}.ts'`);
      const missing = meta.after.filter((id) => !fixes.some((fix) => fix.meta.id === id));
      assert.equal(missing, [], 'what it comes after exists');
      assert.is(meta.effect === 'loosens', meta.gains !== undefined, 'says who gains what');
      const used = checks.some((check) => check.meta.fixes.includes(meta.id));
      assert.ok(used || meta.onlyById === true, 'some check offers it, or it is for naming only');
    });
  }
});

describe('the catalogue', (it) => {
  it('has ids that are the names of their files, and no two alike', async () => {
    const files = [...(await listModules('checks', 2)), ...(await listModules('fixes', 1))];
    const ids = [...checks, ...fixes].map(({ meta }) => meta.id);
    assert.equal(files.map(({ id }) => id).toSorted(), ids.toSorted());
    for (const list of [checks, fixes]) {
      const own = list.map(({ meta }) => meta.id);
      assert.equal(own, [...new Set(own)]);
    }
    for (const { path, id } of await listModules('checks', 2)) {
      const check = checks.find(({ meta }) => meta.id === id);
      assert.is(path, `checks/${check?.meta.area ?? ''}/${id}.ts`);
    }
  });

  it('calls every fact by the name that the index gives it', () => {
    for (const [name, fact] of Object.entries(facts)) assert.is(fact.id, name);
  });

  it('has at least 45 checks, and two in every area', () => {
    assert.ok(checks.length >= 45, `${checks.length} checks`);
    const few = AREAS.filter((area) => checks.filter(({ meta }) => meta.area === area).length < 2);
    assert.equal(few, []);
  });

  it('has no check of severity error that only root can answer', () => {
    const rootOnly = checks
      .filter(({ meta }) => meta.severity === 'error')
      .filter(({ requires }) => requires.some((id) => facts[id].as === 'root'));
    assert.equal(
      rootOnly.map(({ meta }) => meta.id),
      [],
    );
  });
});

describe('every fault', (it) => {
  const graver = checks.filter(({ meta }) => meta.severity !== 'info');

  it('has a fix, or a reason why a person repairs it', () => {
    const silent = graver
      .filter(({ meta }) => meta.fixes.length === 0)
      .filter(({ meta }) => (MANUAL_REASONS[meta.id] ?? '').trim() === '');
    assert.equal(
      silent.map(({ meta }) => meta.id),
      [],
    );
  });

  it('says for each message what a person types', () => {
    const silent = graver.flatMap(({ meta }) =>
      Object.entries(meta.commands)
        .filter(([, lines]) => lines.length === 0 || lines.some((line) => line.trim() === ''))
        .map(([messageId]) => `${meta.id} ${messageId}`),
    );
    assert.equal(silent, []);
  });

  it('has no reason for a check that is not there', () => {
    const ids = new Set(checks.map(({ meta }) => meta.id));
    assert.equal(
      Object.keys(MANUAL_REASONS).filter((id) => !ids.has(id)),
      [],
    );
  });
});

describe('what is generated', (it) => {
  it('indexes', async () => {
    for (const { path, text, leftOut } of await generateIndexes()) {
      assert.is(await read(path), text, `${path}: run npm run generate`);
      assert.equal(leftOut, []);
    }
  });

  it('pages', async () => {
    for (const [path, text] of await generateDocs()) {
      assert.is(await read(path), text, `${path}: run npm run generate`);
    }
  });

  it('schemas and coverage', async () => {
    for (const [path, text] of [...generateSchemas(), ...generateCoverage()]) {
      assert.is(await read(path), text, `${path}: run npm run generate`);
    }
  });
});

async function read(path: string): Promise<string> {
  return await readFile(fromRoot(path), 'utf8').catch(() => '');
}
