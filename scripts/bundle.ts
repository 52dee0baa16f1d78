/**
 * Bundles the command line, and the packages that it uses, into a few files. Node needs about half a
 * millisecond for every module, and a check consists of more than six hundred: bundled, they load in a
 * quarter of the time. The library is what tsc emits, file by file.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { fromRoot } from './lib/root.ts';

/** ssh2 tries to load native code at run time; of zod a bundle would hold every language. */
const EXTERNAL = ['ssh2', 'zod', 'podready'];

/** What packages of CommonJS expect in a module; ours do not use it. */
const REQUIRE = `import { createRequire as createRequireHere } from 'node:module';
const require = createRequireHere(import.meta.url);`;

/** Writes `dist/bundle`, with a chunk for everything that is loaded only when it is needed. */
export async function bundle(): Promise<void> {
  const outdir = fromRoot('dist/bundle');
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [fromRoot('src/cli/main.ts')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    metafile: true,
    // Names stay, so that stacks in reports of defects can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: fromRoot('.'),
  });
  const licences = await licencesOf(Object.keys(metafile.inputs));
  await writeFile(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences);
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
