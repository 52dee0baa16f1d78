import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { z } from 'zod';
import { cloudInit } from '../../exports/cloud-init.ts';
import type { ExportedPlan } from '../../src/model/exporter.ts';
import type { Step } from '../../src/model/fix.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { exportedPlan, allSteps } from '../helpers/plans.ts';

/** The modules of cloud-init that are used, with the keys that they take. */
const schema = z.strictObject({
  packages: z.array(z.string().min(1)).min(1).optional(),
  write_files: z
    .array(
      z.strictObject({
        path: z.string().startsWith('/'),
        content: z.string(),
        owner: z.literal('root:root'),
        permissions: z.string().regex(/^0[0-7]{3}$/u),
      }),
    )
    .min(1)
    .optional(),
  runcmd: z
    .array(z.tuple([z.literal('/bin/sh'), z.literal('-c'), z.string()]))
    .length(1)
    .optional(),
});

function textOf(plan: ExportedPlan): string {
  const made = cloudInit.export(plan);
  if (made.outcome !== 'text') throw new Error('not exported');
  return made.text;
}

function dataOf(...steps: [Step, ...Step[]]): z.infer<typeof schema> {
  return schema.parse(parse(textOf(exportedPlan(steps)), { version: '1.1' }));
}

function sample(kind: Step['kind'], given: object = {}): Step {
  const step = allSteps.find((one) => one.kind === kind);
  if (step === undefined) throw new Error(kind);
  return { ...step, ...given };
}

describe('export cloud-init', (it) => {
  it('is printable, and cloud-config by its first line', async () => {
    const text = textOf(exportedPlan());
    assert.ok(text.startsWith('#cloud-config\n'));
    assert.is(printable(text.replaceAll(/[\n\t]/gu, '')), text.replaceAll(/[\n\t]/gu, ''));
    await assertGolden('export-cloud-init.yml', text.replace(/^ +- \|\n[^]*/mu, ''));
  });

  it('leaves packages and new files of root to its modules, and nothing twice', () => {
    const data = dataOf(sample('install-package'), sample('write-file'));
    assert.equal(data, {
      packages: ['uidmap', 'passt'],
      write_files: [
        {
          path: '/etc/containers/policy.json',
          content: '{\n}\n',
          owner: 'root:root',
          permissions: '0644',
        },
      ],
    });
  });

  it('leaves to the script what has to be looked at first, and what is of the user', () => {
    for (const step of [
      sample('write-file', { before: 'old' }),
      sample('write-file', { as: 'user' }),
      sample('install-package', { reinstall: true }),
      sample('allocate-subids'),
    ]) {
      const { runcmd, ...others } = dataOf(step);
      assert.equal(others, {});
      assert.match(runcmd?.[0]?.[2] ?? '', `perform ${step.as} `);
    }
  });

  it('sets a key and loads a module by the script, which needs their files', () => {
    for (const step of [sample('sysctl', { before: null }), sample('load-module')]) {
      const { runcmd, write_files: files = [] } = dataOf(step);
      assert.is(files.length, 1);
      assert.match(runcmd?.[0]?.[2] ?? '', 'perform root ');
    }
  });

  it('is nothing but comments for a plan without steps', () => {
    assert.equal(parse(textOf(exportedPlan(undefined, { fixes: [] }))), {});
  });

  it('keeps any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (content) => {
        const text = textOf(exportedPlan([sample('write-file', { content })]));
        assert.is(printable(text.replaceAll(/[\n\t]/gu, '')), text.replaceAll(/[\n\t]/gu, ''));
        const data = schema.parse(parse(text, { version: '1.1' }));
        assert.is(data.write_files?.[0]?.content, content);
      }),
    );
  });
});
