import { readdirSync, readFileSync } from 'node:fs';
import type { Snapshot } from '../../src/gather/snapshot.ts';

const FOLDER = new URL('../fixtures/hosts/', import.meta.url);
const healthy = read('healthy.json') as Snapshot;

/** The hosts that are kept with the tests, by name: one that is healthy, and what each fault changes there. */
export const recordedHosts: ReadonlyMap<string, Snapshot> = new Map(
  readdirSync(FOLDER).map((file) => {
    const { client, probes } = read(file) as Pick<Snapshot, 'client' | 'probes'>;
    const merged = { ...healthy, client, probes: { ...healthy.probes, ...probes } };
    return [file.replace('.json', ''), merged];
  }),
);

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}
