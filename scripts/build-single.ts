/**
 * Builds podready as one file that runs on Node from anywhere, with every package that it uses: dist/podready.cjs.
 *
 * Node parses all of a file before it runs the first line, and two MB of it take as long as all else. So the program
 * is a string in the file, which costs next to nothing until it is asked for, and beside it is V8's cache of its code, as
 * in the ordinary build; another version of Node does without. What is asked most, the help and the version, are strings of
 * their own.
 */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { topHelp } from '../src/cli/top-help.ts';
import { version } from '../src/cli/version.ts';
import { licencesOf, recordedSnapshot } from './bundle.ts';
import { inAscii } from './lib/ascii.ts';
import { fromRoot } from './lib/root.ts';

/** Writes the file to a folder, executable, beside the licences of what is in it; gives its path. */
export async function buildSingle(folder: string): Promise<string> {
  const { metafile, outputFiles } = await build({
    entryPoints: [fromRoot('src/cli/bundled.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    // A module of CommonJS has none; only createRequire asks for it.
    define: { 'import.meta.url': 'hereAsUrl', BUNDLED_VERSION: JSON.stringify(version()) },
    // V8 forgets how a cached script imports modules.
    supported: { 'dynamic-import': false },
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
  const file = join(folder, 'podready.cjs');
  const text = inAscii(program.text);
  await writeFile(file, inAscii(launcher(text, await codeCacheOf(text, folder))));
  await chmod(file, 0o755);
  const licences = await licencesOf(Object.keys(metafile.inputs));
  await writeFile(join(folder, 'podready-licenses.txt'), licences);
  return file;
}

/** V8's cache of the code that a check runs, made by a Node without the options of this one. */
async function codeCacheOf(program: string, folder: string): Promise<Buffer> {
  const source = join(folder, '.program.cjs');
  const snapshot = join(folder, '.warm-up.json');
  const cache = join(folder, '.code-cache');
  try {
    await writeFile(source, wrapped(program));
    await writeFile(snapshot, JSON.stringify(await recordedSnapshot()));
    execFileSync(process.execPath, ['--eval', WARM_UP, source, snapshot, cache]);
    return await readFile(cache);
  } finally {
    await Promise.all([source, snapshot, cache].map((path) => rm(path, { force: true })));
  }
}

const WARM_UP = `
  const [source, snapshot, cache] = process.argv.slice(1);
  const { readFileSync, writeFileSync } = require('node:fs');
  const { pathToFileURL } = require('node:url');
  const { Script } = require('node:vm');
  const script = new Script(readFileSync(source, 'utf8'), { filename: 'podready' });
  const module = { exports: {} };
  script.runInThisContext()(require, module, module.exports, pathToFileURL(source).href, source, '/');
  module.exports.warmUp(snapshot).then(() => {
    writeFileSync(cache, script.createCachedData());
    process.exit();
  });
`;

/** As a function of what a module of CommonJS has. The file and this process have to give V8 the same text. */
function wrapped(program: string): string {
  return `(function (require, module, exports, hereAsUrl, __filename, __dirname) {${program}\n})`;
}

/** The file: what it needs to run the program that it holds. */
function launcher(program: string, cache: Buffer): string {
  const said = { '--help': topHelp(), '-h': topHelp() };
  const versions = { '--version': `${version()}\n`, '-V': `${version()}\n` };
  return `#!/usr/bin/env node
// podready ${version()}, https://www.apache.org/licenses/LICENSE-2.0; packages in it: podready-licenses.txt
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
const said = ${JSON.stringify({ ...said, ...versions })}[process.argv[2]];
if (major < 20 || (major === 20 && minor < 19)) {
  console.error('podready needs Node 20.19 or newer; this is ' + process.versions.node);
  process.exitCode = 2;
} else if (said !== undefined && process.argv.length === 3) {
  process.stdout.on('error', () => undefined);
  process.stdout.write(said);
} else {
  const { pathToFileURL } = require('node:url');
  const { Script } = require('node:vm');
  const script = new Script(program(), {
    cachedData: Buffer.from(cache(), 'base64'),
    filename: 'podready',
  });
  const single = { exports: {} };
  const run = script.runInThisContext();
  run(require, single, single.exports, pathToFileURL(__filename).href, __filename, __dirname);
  single.exports.start();
}
function program() {
  return ${JSON.stringify(wrapped(program))};
}
function cache() {
  return '${cache.toString('base64')}';
}
`;
}

/** There is no package around the file to ask for its version, nor are there its pages. */
const ownVersion: Plugin = {
  name: 'own-version',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\/src\/cli\/version\.ts$/ }, () => ({
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
  setup(esbuild) {
    esbuild.onResolve({ filter: /\.node$|^cpu-features$/ }, ({ path }) => ({
      path,
      namespace: 'native',
    }));
    esbuild.onLoad({ filter: /.*/, namespace: 'native' }, () => ({
      contents: "throw new Error('native code is not part of one file');",
    }));
  },
};

/** zod brings its messages in forty languages; podready speaks one. */
const oneLanguage: Plugin = {
  name: 'one-language',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\/zod\/v4\/locales\/index\.(?:c?js)$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: fromRoot('node_modules/zod/v4/locales'),
    }));
  },
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(await buildSingle(fromRoot('dist')));
}
