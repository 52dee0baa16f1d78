import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import { boundedText } from './bounded-text.ts';

// Not by promises, which take longer to load than these files take to read.

/** Where configuration is looked for. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Who runs this; `undefined` where there are no such numbers. */
  readonly uid: number | undefined;
  readonly systemFolder: string;
}

/** One file that was found. */
export interface FoundFile {
  readonly path: string;
  /** As messages call it: relative to the working directory where it lies below. */
  readonly name: string;
  readonly kind: 'project' | 'user' | 'system' | 'named';
  readonly text: string;
}

const NAME = 'podready.ini';
const MOST_BYTES = 64 * 1024;

/** The surroundings of this process. */
export function surroundings(): Surroundings {
  return {
    cwd: process.cwd(),
    env: process.env,
    home: process.env['HOME'] ?? homedir(),
    uid: process.getuid?.(),
    systemFolder: '/etc/podready',
  };
}

/** The file that --config names, and no other. Rejects with a `UsageError` when it cannot be read. */
export async function namedFile(file: string, { cwd }: Surroundings): Promise<FoundFile> {
  try {
    const text = await boundedText(file, MOST_BYTES);
    return { path: resolve(cwd, file), name: printable(file), kind: 'named', text };
  } catch (error) {
    throw unreadable(`--config ${file}`, error);
  }
}

/** The files that there are, the strongest first: of the project, the user, the system. */
export async function findFiles(around: Surroundings): Promise<readonly FoundFile[]> {
  const { cwd, env, home, systemFolder } = around;
  const base = env['XDG_CONFIG_HOME'] ?? '';
  // The specification of base directories: a path that is not absolute is to be ignored.
  const userFolder = isAbsolute(base) ? base : join(home, '.config');
  const own = [
    { kind: 'user', path: join(userFolder, 'podready', NAME) },
    { kind: 'system', path: join(systemFolder, NAME) },
  ] as const;
  const project = projectFile(cwd);
  const isOwn = own.some(({ path }) => path === project);
  const places = [
    ...(project === null || isOwn ? [] : [{ kind: 'project' as const, path: project }]),
    ...own,
  ];
  const found = await Promise.all(places.map((place) => readPlace(place, around)));
  return found.filter((one) => one !== undefined);
}

/**
 * The nearest file in the working directory and above it, up to the folder that holds `.git`. Outside of a
 * work tree only the working directory counts: what lies above it may be anybody's.
 */
function projectFile(cwd: string): string | null {
  const folders = [cwd];
  for (let folder = cwd; !existsSync(join(folder, '.git')); folder = dirname(folder)) {
    const above = dirname(folder);
    if (above === folder) return existsSync(join(cwd, NAME)) ? join(cwd, NAME) : null;
    folders.push(above);
  }
  for (const folder of folders) {
    if (existsSync(join(folder, NAME))) return join(folder, NAME);
  }
  return null;
}

async function readPlace(
  { kind, path }: Pick<FoundFile, 'kind' | 'path'>,
  around: Surroundings,
): Promise<FoundFile | undefined> {
  const name = nameOf(path, around);
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (kind === 'project') requireOwn(stats.uid, around);
    return { path, name, kind, text: await boundedText(path, MOST_BYTES) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(name, error);
  }
}

/** Who may write it decides what is waived and what counts; git asks the same of a work tree. */
function requireOwn(owner: number, { uid, env }: Surroundings): void {
  const behindSudo = uid === 0 ? env['SUDO_UID'] : undefined;
  const isOwn = uid === undefined || owner === uid || owner === 0 || `${owner}` === behindSudo;
  if (isOwn) return;
  throw new Error(
    `it belongs to uid ${owner}, not to you; trust it with --config, or leave it out with --no-config`,
  );
}

/** Where a path in a file leads: it is relative to the folder of the file. */
export function pathIn(file: Pick<FoundFile, 'path'>, value: string, home: string): string {
  const path = value.startsWith('~/') ? join(home, value.slice(2)) : value;
  return resolve(dirname(file.path), path);
}

/** Whether a path stays in the folder of the file, also when it is a symbolic link. */
export function staysInFolder(file: Pick<FoundFile, 'path'>, path: string): boolean {
  const folder = realpathSync(dirname(file.path));
  const real = existsSync(path) ? realpathSync(path) : path;
  const way = relative(folder, real);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** A path as messages write it: relative where it lies below the working directory. */
export function nameOf(path: string, { cwd }: Pick<Surroundings, 'cwd'>): string {
  const below = relative(cwd, path);
  return printable(below.startsWith('..') || isAbsolute(below) ? path : below);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && MISSING.has(String(error.code));
}

const MISSING = new Set(['ENOENT', 'ENOTDIR']);

function unreadable(name: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError(printable(`${name}: ${why}`), { cause: error });
}
