/** Writes docs/coverage.json and docs/coverage.md from the catalogue, the checks, the lab's faults and the hosts that it does not boot. */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { checks } from '../checks/index.ts';
import { catalogue } from '../test/catalogue/faults.ts';
import { peers, unasked } from '../test/catalogue/peers.ts';
import { otherHosts } from '../test/catalogue/other-hosts.ts';
import { faults } from '../test/lab/faults/index.ts';
import { provenOf } from '../test/lab/proven.ts';
import { coverageJson, coveragePage } from './lib/coverage-docs.ts';
import { coverageOf } from './lib/coverage.ts';
import { fromRoot } from './lib/root.ts';

/** Path and text of both files as they should be. Nothing is written. */
export function generateCoverage(): ReadonlyMap<string, string> {
  const rows = coverageOf({
    catalogue,
    checks,
    lab: provenOf(faults),
    others: otherHosts,
  });
  return new Map([
    ['docs/coverage.json', coverageJson(rows)],
    ['docs/coverage.md', coveragePage(rows, peers, unasked)],
  ]);
}

async function main(): Promise<void> {
  for (const [path, text] of generateCoverage()) await writeFile(fromRoot(path), text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
