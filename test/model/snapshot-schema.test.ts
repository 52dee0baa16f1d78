import * as assert from 'uvu/assert';
import type { z } from 'zod';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import { snapshotSchema } from '../../src/model/snapshot-schema.ts';
import { describe } from '../helpers/describe.ts';
import { snapshot } from '../helpers/snapshots.ts';
import type { Immutable, Same } from '../helpers/types.ts';

// Does not compile when the schema and the type are not the same.
const schemaIsTheType: Same<Immutable<z.infer<typeof snapshotSchema>>, Immutable<Snapshot>> = true;

describe('snapshot schema', (it) => {
  it('is the type', () => {
    assert.ok(schemaIsTheType);
  });

  it('takes a snapshot as it was saved', () => {
    const saved: unknown = JSON.parse(JSON.stringify(snapshot));
    assert.equal(snapshotSchema.parse(saved), snapshot);
  });

  it('refuses a probe record that says nothing', () => {
    const broken = { ...snapshot, probes: { user: { status: 'done' } } };
    assert.not.ok(snapshotSchema.safeParse(broken).success);
  });
});
