import { type FileHandle, open } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { printable } from '../parse/printable.ts';
import { configError } from './config-error.ts';
import { asError, isMissing } from './failure.ts';
import { expandGlob } from './file-glob.ts';
import { type ConfigLine, lexConfig } from './ssh-config-lexer.ts';
import { TransportError } from './transport.ts';

/** A directive; of `Include`, the files that it stands for. */
export interface ConfigNode extends ConfigLine {
  readonly included?: readonly (readonly ConfigNode[])[];
}

/** The limit of OpenSSH (`READCONF_MAX_DEPTH`). */
const MAX_DEPTH = 16;

/** How one configuration file is read. */
export interface ConfigSource {
  readonly path: string;
  /** Where relative `Include` arguments are looked up: `~/.ssh`, or `/etc/ssh`. */
  readonly base: string;
  readonly home: string;
  /** The file was named on the command line: it must exist. */
  readonly required: boolean;
  /** Others must not be able to write it: it can name programs and keys. */
  readonly checkOwner: boolean;
}

/** Reads a configuration file with everything that it includes. A file that is not there is empty. */
export async function loadConfig(source: ConfigSource): Promise<readonly ConfigNode[]> {
  return await load(source, 0);
}

async function load(source: ConfigSource, depth: number): Promise<readonly ConfigNode[]> {
  const text = await readConfig(source);
  if (text === undefined) return [];
  const nodes: ConfigNode[] = [];
  for (const line of lexConfig(text, source.path)) {
    if (line.keyword !== 'include') nodes.push(line);
    else nodes.push({ ...line, included: await loadIncluded(line, source, depth) });
  }
  return nodes;
}

async function loadIncluded(
  line: ConfigLine,
  source: ConfigSource,
  depth: number,
): Promise<readonly (readonly ConfigNode[])[]> {
  if (depth >= MAX_DEPTH) {
    throw configError(
      line,
      `Include is nested deeper than ${MAX_DEPTH} files`,
      'Break the loop of Include.',
    );
  }
  const files: (readonly ConfigNode[])[] = [];
  for (const argument of line.args) {
    for (const path of await expandGlob(includePath(argument, line, source))) {
      files.push(await load({ ...source, path, required: false, checkOwner: true }, depth + 1));
    }
  }
  return files;
}

function includePath(argument: string, line: ConfigLine, { home, base }: ConfigSource): string {
  if (/[%$]/u.test(argument) || /^~[^/]/u.test(argument)) {
    throw configError(
      line,
      `Include ${argument} has a token that podready does not expand`,
      'Write the path out.',
    );
  }
  const path = argument.replace(/^~/u, home);
  return isAbsolute(path) ? path : join(base, path);
}

async function readConfig({
  path,
  required,
  checkOwner,
}: ConfigSource): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    if (checkOwner) await refuseForeign(file, path);
    return await file.readFile('utf8');
  } catch (cause) {
    if (cause instanceof TransportError) throw cause;
    if (!required && isMissing(cause)) return undefined;
    throw new TransportError(
      'config',
      `cannot read the ssh configuration ${printable(path)}: ${printable(asError(cause).message)}`,
      'Make it readable, or name another file with -F.',
      { cause },
    );
  } finally {
    await file?.close();
  }
}

/** What OpenSSH's readconf.c does under SSHCONF_CHECKPERM. */
async function refuseForeign(file: FileHandle, path: string): Promise<void> {
  const self = process.getuid?.();
  if (self === undefined) return;
  const { uid, mode } = await file.stat();
  if ((uid === 0 || uid === self) && (mode & 0o022) === 0) return;
  throw new TransportError(
    'config',
    `${path} can be written by others (owner uid ${uid}, mode ${(mode & 0o777).toString(8)})`,
    `podready refuses it, as ssh does: chmod go-w ${path}`,
  );
}
