/**
 * Which faults went as expected on which host, by the last full run: a run of CI draws only from these. A fault
 * that is new or was changed has to be proven first, by `npm run test:lab -- --full`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabFault } from './fault.ts';
import { REPO } from './paths.ts';
import type { SuiteName } from './recipe/suites.ts';

export interface Proven {
  readonly fault: string;
  readonly suite: SuiteName;
  /** Of the fault's definition. */
  readonly version: string;
}

/** Written together with docs/lab-report.md. */
export const PROVEN_FILE = join(REPO, 'test', 'lab', 'proven.json');

export function readProven(): readonly Proven[] {
  return JSON.parse(readFileSync(PROVEN_FILE, 'utf8')) as readonly Proven[];
}

/** Those that went as expected, as they are now, on one host at least. */
export function provenOf(faults: readonly LabFault[]): readonly LabFault[] {
  const proven = new Set(readProven().map(({ fault, version }) => `${fault} ${version}`));
  return faults.filter((fault) => proven.has(`${fault.id} ${versionOf(fault)}`));
}

/** Changes with the fault: its injection, what is expected, its proof. */
export function versionOf(fault: LabFault): string {
  return createHash('sha256').update(JSON.stringify(fault)).digest('hex').slice(0, 12);
}
