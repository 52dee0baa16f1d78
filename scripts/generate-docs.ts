/** Writes the generated parts of docs/checks, docs/fixes, docs/repairs.md, docs/cli.md and the man page; what people wrote is kept. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checks } from '../checks/index.ts';
import { fixes } from '../fixes/index.ts';
import { version } from '../src/cli/version.ts';
import { catalogue } from '../test/catalogue/faults.ts';
import { checkHead, checkIndex } from './lib/check-docs.ts';
import { cliPage } from './lib/cli-docs.ts';
import { fixHead, fixIndex } from './lib/fix-docs.ts';
import { manPage } from './lib/man-page.ts';
import { CHECK_SECTIONS, FIX_SECTIONS, mergePage } from './lib/pages.ts';
import { repairPage } from './lib/repair-docs.ts';
import { fromRoot } from './lib/root.ts';

/** Path and text of every generated page as it should be. Nothing is written. */
export async function generateDocs(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  for (const check of checks) {
    const path = `docs/checks/${check.meta.id}.md`;
    pages.set(path, mergePage(checkHead(check), await stored(path), CHECK_SECTIONS));
  }
  for (const fix of fixes) {
    const path = `docs/fixes/${fix.meta.id}.md`;
    pages.set(path, mergePage(fixHead(fix), await stored(path), FIX_SECTIONS));
  }
  pages.set('docs/checks/README.md', checkIndex(checks));
  pages.set('docs/fixes/README.md', fixIndex(fixes));
  pages.set('docs/repairs.md', repairPage({ catalogue, checks, fixes }));
  pages.set('docs/cli.md', cliPage());
  pages.set('man/podready.1', manPage(version(), await stored('docs/exit-codes.md')));
  return pages;
}

async function stored(path: string): Promise<string> {
  return await readFile(fromRoot(path), 'utf8').catch(() => '');
}

async function main(): Promise<void> {
  for (const [path, text] of await generateDocs()) {
    if ((await stored(path)) === text) continue;
    await mkdir(dirname(fromRoot(path)), { recursive: true });
    await writeFile(fromRoot(path), text);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
