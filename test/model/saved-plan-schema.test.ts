import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as assert from 'uvu/assert';
import type { z } from 'zod';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { savedPlanJsonSchema, savedPlanSchema } from '../../src/model/saved-plan-schema.ts';
import { jsonDocument } from '../../src/parse/json-document.ts';
import { describe } from '../helpers/describe.ts';
import { sampleSteps, savedFix, savedHost, savedPlan } from '../helpers/plans.ts';
import type { Immutable, Same } from '../helpers/types.ts';

// Does not compile when the schema and the type are not the same.
const schemaIsTheType: Same<
  Immutable<z.infer<typeof savedPlanSchema>>,
  Immutable<SavedPlan>
> = true;

const samples = new URL('../fixtures/plans/', import.meta.url);

describe('plan schema', (it) => {
  it('is the type', () => {
    assert.ok(schemaIsTheType);
  });

  it('describes what is saved, with a step of every kind', async () => {
    const validate = await published();
    const saved: unknown = JSON.parse(jsonDocument(savedPlan()));
    assert.ok(validate(saved), JSON.stringify(validate.errors));
    assert.equal(savedPlanSchema.parse(saved), saved, 'and nothing else is saved');
  });

  it('refuses what is no plan', async () => {
    const validate = await published();
    const withFix = (fix: object): object =>
      savedPlan({ hosts: [savedHost({ fixes: [fix as never] })] });
    const [run] = sampleSteps;
    for (const wrong of [
      [],
      { ...savedPlan(), schemaVersion: '2.0' },
      savedPlan({ hosts: [] }),
      savedPlan({ hosts: [savedHost({ needs: ['publish:x' as never] })] }),
      withFix({ ...savedFix(), effect: 'harmless' }),
      withFix(savedFix({ plan: { outcome: 'noop', because: 'done' } as never })),
      withFix(savedFix({ plan: { outcome: 'change', steps: [] as never, afterwards: [] } })),
      withFix(
        savedFix({
          plan: { outcome: 'change', steps: [{ ...run, argv: [] } as never], afterwards: [] },
        }),
      ),
    ]) {
      assert.not.ok(validate(wrong), JSON.stringify(wrong));
      assert.not.ok(savedPlanSchema.safeParse(wrong).success);
    }
  });

  it('lets a later minor version add properties', async () => {
    const validate = await published();
    assert.ok(validate({ ...savedPlan(), added: 1 }), JSON.stringify(validate.errors));
  });

  it('is generated from the source', async () => {
    const stored: unknown = JSON.parse(
      await text(new URL('../../schemas/plan-1.0.json', import.meta.url)),
    );
    assert.equal(stored, savedPlanJsonSchema());
  });

  it('is the one by which stored plans are valid', async () => {
    const validate = await published();
    const files = await readdir(samples);
    assert.ok(files.length > 0, 'there are samples');
    for (const file of files) {
      const stored: unknown = JSON.parse(await text(new URL(file, samples)));
      assert.ok(validate(stored), `${file}: ${JSON.stringify(validate.errors)}`);
    }
  });
});

async function published(): Promise<ValidateFunction> {
  const schema = JSON.parse(
    await text(new URL('../../schemas/plan-1.0.json', import.meta.url)),
  ) as object;
  return new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(
    schema,
  );
}

async function text(file: URL): Promise<string> {
  return await readFile(file, 'utf8');
}
