/** `npm run new-check -- AREA ID`: writes a check, its test and its page from a template. */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportSchema } from '../src/model/report-schema.ts';
import { checkTemplate, pageTemplate, testTemplate } from './lib/check-template.ts';
import { fromRoot } from './lib/root.ts';

/** The files of a new check, by path. Throws when the names will not do. */
export function newCheckFiles(area: string, id: string): ReadonlyMap<string, string> {
  const areas = reportSchema.shape.hosts.element.shape.results.element.shape.area.options;
  const known = areas.find((one) => one === area);
  if (known === undefined) throw new Error(`AREA is one of ${areas.join(', ')}; got '${area}'`);
  if (!/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/u.test(id)) {
    throw new Error(`ID is a noun phrase in kebab case, such as subuid-range; got '${id}'`);
  }
  return new Map([
    [`checks/${area}/${id}.ts`, checkTemplate(known, id)],
    [`test/checks/${area}/${id}.test.ts`, testTemplate(known, id)],
    [`docs/checks/${id}.md`, pageTemplate(id)],
  ]);
}

async function main(): Promise<void> {
  const [area = '', id = ''] = process.argv.slice(2);
  const files = newCheckFiles(area, id);
  for (const path of files.keys()) {
    if (await exists(path)) throw new Error(`${path} is there already`);
  }
  for (const [path, text] of files) {
    await mkdir(dirname(fromRoot(path)), { recursive: true });
    await writeFile(fromRoot(path), text);
    console.log(path);
  }
  console.log('Write it, then: npm run generate && npm test (see docs/new-check.md)');
}

async function exists(path: string): Promise<boolean> {
  return await access(fromRoot(path)).then(
    () => true,
    () => false,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}
