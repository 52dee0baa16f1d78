/**
 * Bundles the command line, and the packages that it uses, into one file. Node needs about half a
 * millisecond for every module, and a check consists of more than six hundred: bundled, they load in a
 * quarter of the time. It is CommonJS, because V8 caches the code of scripts, not of modules. The library is
 * what tsc emits, file by file.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { version } from '../src/cli/version.ts';
import type { Snapshot } from '../src/gather/snapshot.ts';
import { snapshotSchema } from '../src/model/snapshot-schema.ts';
import { inAscii } from './lib/ascii.ts';
import { fromRoot } from './lib/root.ts';

/** ssh2 tries to load native code at run time; of zod a bundle would hold every language. */
const EXTERNAL = ['ssh2', 'zod', 'podready'];

const OUT = fromRoot('dist/bundle');

/** Writes `dist/bundle`: the code, its cache, and the snapshot that the cache is made with. */
export async function bundle(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const { metafile, outputFiles } = await build({
    entryPoints: [fromRoot('src/cli/bundled.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    external: EXTERNAL,
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'bundleUrl', BUNDLED_VERSION: JSON.stringify(version()) },
    // V8 forgets how a cached script imports modules, so what is not bundled is required.
    supported: { 'dynamic-import': false },
    metafile: true,
    write: false,
    // Names stay, so that stacks in reports of defects can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: fromRoot('.'),
  });
  const text = inAscii(outputFiles[0]?.text ?? '');
  // V8 compares no more than the length of a source with its cache; bin/bundle.js compares this.
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(join(OUT, 'podready.cjs'), `/*${digest}*/${asFunction(text)}`);
  const licences = await licencesOf(Object.keys(metafile.inputs));
  await writeFile(join(OUT, 'THIRD-PARTY-LICENSES.txt'), licences);
  await writeFile(join(OUT, 'warm-up.json'), JSON.stringify(await recordedSnapshot()));
  execFileSync(process.execPath, [fromRoot('bin/code-cache.js')], { stdio: 'inherit' });
}

/** What Node makes of a module of CommonJS. Here it is part of the file, so that the start need not put together two MB. */
function asFunction(text: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
}

/** Facts of a real host that is well. */
export async function recordedSnapshot(): Promise<Snapshot> {
  const recorded: unknown = JSON.parse(
    await readFile(fromRoot('test/fixtures/hosts/healthy.json'), 'utf8'),
  );
  return snapshotSchema.parse({
    ...z.looseObject({}).parse(recorded),
    schemaVersion: '1.0',
    host: 'localhost',
    at: '2026-01-01T00:00:00Z',
    milliseconds: 0,
    execs: 1,
    privilege: 'none',
  });
}

/** The licence of every package that is in the bundle, as each of them asks for. */
export async function licencesOf(inputs: readonly string[]): Promise<string> {
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []));
  const texts = await Promise.all([...folders].toSorted().map((folder) => licenceOf(folder)));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the innermost package that a file belongs to. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u;

async function licenceOf(folder: string): Promise<string> {
  const path = fromRoot(folder);
  const file = (await readdir(path)).find((name) => /^licen[cs]e/iu.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence file`);
  return `${folder.replace(/^.*node_modules\//u, '')}\n\n${await readFile(join(path, file), 'utf8')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle();
