/**
 * Bundles the command line into a few files below dist/cli: reading four hundred modules one by one took
 * longer than all the rest of a check. ssh2 and listr2 stay outside: they are loaded when needed, ssh2
 * has native parts, and systeminformation is large.
 */
import { build } from 'esbuild';
import { fromRoot } from './lib/root.ts';

await build({
  entryPoints: [fromRoot('dist/src/cli/main.js')],
  outdir: fromRoot('dist/cli'),
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['ssh2', 'systeminformation', 'listr2'],
  // Dependencies in CommonJS call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as podreadyRequire } from 'node:module';\nconst require = podreadyRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
