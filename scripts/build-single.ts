/**
 * Builds podready as one file that runs on Node from anywhere, with every package that it uses: dist/podready.mjs.
 *
 * Node parses all of a file before it runs the first line, and three MB of it take as long as all else. So the program
 * is a string in the file, which costs next to nothing until it is asked for; what scripts and people ask most, the help
 * and the version, are strings of their own.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { topHelp } from '../src/cli/top-help.ts';
import { version } from '../src/cli/version.ts';
import { licencesOf } from './bundle.ts';
import { fromRoot } from './lib/root.ts';

/** Writes the file to a folder, executable, beside the licences of what is in it; gives its path. */
export async function buildSingle(folder: string): Promise<string> {
  const { metafile, outputFiles } = await build({
    entryPoints: [fromRoot('src/cli/start.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    // A module of CommonJS has none; only createRequire asks for it.
    define: { 'import.meta.url': 'hereAsUrl' },
    plugins: [ownVersion, withoutNativeCode, oneLanguage],
    metafile: true,
    // Names stay, so that stacks in reports of defects can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: fromRoot('.'),
  });
  const [program] = outputFiles;
  if (program === undefined) throw new Error('esbuild wrote no file');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'podready.mjs');
  await writeFile(file, launcher(program.text));
  await chmod(file, 0o755);
  const licences = await licencesOf(Object.keys(metafile.inputs));
  await writeFile(join(folder, 'podready-licenses.txt'), licences);
  return file;
}

/** The file: what it needs to run the program that it holds. */
function launcher(program: string): string {
  const said = { '--help': topHelp(), '-h': topHelp() };
  const versions = { '--version': `${version()}\n`, '-V': `${version()}\n` };
  return `#!/usr/bin/env node
// podready ${version()}, https://www.apache.org/licenses/LICENSE-2.0; packages in it: podready-licenses.txt
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
const [major, minor] = process.versions.node.split('.').map(Number);
const said = ${JSON.stringify({ ...said, ...versions })}[process.argv[2]];
if (major < 20 || (major === 20 && minor < 19)) {
  console.error('podready needs Node 20.19 or newer; this is ' + process.versions.node);
  process.exitCode = 2;
} else if (said !== undefined && process.argv.length === 3) {
  process.stdout.on('error', () => undefined);
  process.stdout.write(said);
} else {
  const { constants, Script } = await import('node:vm');
  const script = new Script('(function (require, module, exports, hereAsUrl, __filename, __dirname) {' + program() + '\\n})', {
    filename: 'podready',
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const here = import.meta.url;
  const file = fileURLToPath(here);
  const run = script.runInThisContext();
  run(createRequire(here), module, module.exports, here, file, dirname(file));
  await module.exports.start();
}
function program() {
  return ${JSON.stringify(program)};
}
`;
}

/** There is no package around the file to ask for its version, nor are there its pages. */
const ownVersion: Plugin = {
  name: 'own-version',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/cli\/version\.ts$/ }, () => ({
      contents: [
        `export const version = () => ${JSON.stringify(version())};`,
        `export const shippedFile = (...parts) => new URL(parts.join('/'), 'file:///nonexistent/');`,
      ].join('\n'),
    }));
  },
};

/** ssh2 tries native code first, and does without where there is none. */
const withoutNativeCode: Plugin = {
  name: 'without-native-code',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.node$|^cpu-features$/ }, ({ path }) => ({ path, namespace: 'native' }));
    onLoad({ filter: /.*/, namespace: 'native' }, () => ({
      contents: "throw new Error('native code is not part of one file');",
    }));
  },
};

/** zod brings its messages in forty languages; podready speaks one. */
const oneLanguage: Plugin = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.(?:c?js)$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: fromRoot('node_modules/zod/v4/locales'),
    }));
  },
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(await buildSingle(fromRoot('dist')));
}
