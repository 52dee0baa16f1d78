/**
 * Bundles the command line into a few files. Node needs about half a millisecond for every module, and
 * a check consists of more than four hundred: bundled, they load in a quarter of the time. The library
 * is what tsc emits, file by file. Packages stay outside.
 */
import { rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { fromRoot } from './lib/root.ts';

/** Writes `dist/bundle`, with a chunk for everything that is loaded only when it is needed. */
export async function bundle(): Promise<void> {
  const outdir = fromRoot('dist/bundle');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [fromRoot('src/cli/main.ts')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    // Stacks in reports of defects are to be read.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle();
