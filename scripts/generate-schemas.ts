/** Writes the published JSON Schemas. A released schema changes by additions only. */
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { bundleManifestJsonSchema } from '../src/model/bundle-schema.ts';
import { reportJsonSchema } from '../src/model/report-schema.ts';
import { savedPlanJsonSchema } from '../src/model/saved-plan-schema.ts';
import { fromRoot } from './lib/root.ts';

/** Path and text of every schema as it should be. Nothing is written. */
export function generateSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['schemas/report-1.0.schema.json', document(reportJsonSchema())],
    ['schemas/bundle-1.0.json', document(bundleManifestJsonSchema())],
    ['schemas/plan-1.0.json', document(savedPlanJsonSchema())],
  ]);
}

function document(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

async function main(): Promise<void> {
  await mkdir(fromRoot('schemas'), { recursive: true });
  for (const [path, text] of generateSchemas()) await writeFile(fromRoot(path), text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
