import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '../../src/gather/snapshot.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/hosts', import.meta.url));

/** The healthy host of test/fixtures/hosts, `alice@web1`; with the probes of a fault, that broken one. */
export function recordedHost(fault?: string): Snapshot {
  const healthy = read('healthy') as Snapshot;
  if (fault === undefined) return healthy;
  const { probes } = read(fault) as Pick<Snapshot, 'probes'>;
  return { ...healthy, probes: { ...healthy.probes, ...probes } };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));
}
