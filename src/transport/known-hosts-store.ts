import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printable } from '../parse/printable.ts';
import { asError, isMissing } from './failure.ts';
import {
  formatKnownHost,
  type HostKeyVerdict,
  judgeHostKey,
  type KnownHostsFile,
  parseKnownHosts,
} from './known-hosts.ts';
import { TransportError } from './transport.ts';

/** A key that a host presented, and where it may be kept. */
export interface NewHostKey {
  readonly name: string;
  readonly key: Buffer;
  readonly hashName: boolean;
  /** The files consulted for this host; the key goes to the first. */
  readonly paths: readonly string[];
}

/**
 * The known_hosts files of one run. Each is read and parsed once, however many hosts ask; appending
 * goes one after the other, so that two hosts of one name cannot both be new.
 */
export class KnownHostsStore {
  readonly #files = new Map<string, Promise<KnownHostsFile>>();
  #appending: Promise<unknown> = Promise.resolve();

  /** Reads the files that exist. One that cannot be read stops the host: it may revoke the key. */
  async load(paths: readonly string[]): Promise<readonly KnownHostsFile[]> {
    return await Promise.all(paths.map((path) => this.#load(path)));
  }

  /** Appends the key, and says what holds now: another host of this run may have been first. */
  async append(added: NewHostKey): Promise<HostKeyVerdict> {
    const turn = this.#appending.then(() => this.#appendNow(added));
    this.#appending = turn.catch(() => undefined);
    return await turn;
  }

  #load(path: string): Promise<KnownHostsFile> {
    const file = this.#files.get(path) ?? readKnownHosts(path);
    this.#files.set(path, file);
    return file;
  }

  async #appendNow({ name, key, hashName, paths }: NewHostKey): Promise<HostKeyVerdict> {
    const verdict = judgeHostKey(name, key, await this.load(paths));
    const [first] = paths;
    if (verdict.verdict !== 'unknown') return verdict;
    if (first === undefined) throw notRecorded('no known_hosts file is configured', undefined);
    await appendLine(first, formatKnownHost(name, key, hashName));
    this.#files.delete(first);
    return judgeHostKey(name, key, await this.load(paths));
  }
}

async function readKnownHosts(path: string): Promise<KnownHostsFile> {
  try {
    return parseKnownHosts(await readFile(path, 'utf8'), path);
  } catch (cause) {
    if (isMissing(cause)) return { path, entries: [], malformed: [] };
    throw new TransportError(
      'host-key',
      `cannot read the known host keys: ${printable(asError(cause).message)}`,
      `Make ${path} readable, or name another file with --known-hosts.`,
      { cause },
    );
  }
}

async function appendLine(path: string, line: string): Promise<void> {
  let file: FileHandle | undefined;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    file = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
    const { size, isFile } = await describe(file);
    if (!isFile) throw new Error(`${path} is not a regular file`);
    const last = Buffer.alloc(1, '\n');
    if (size > 0) await file.read(last, 0, 1, size - 1);
    await file.write(last.toString() === '\n' ? line : `\n${line}`);
  } catch (cause) {
    throw notRecorded(printable(asError(cause).message), cause);
  } finally {
    await file?.close();
  }
}

async function describe(file: FileHandle): Promise<{ size: number; isFile: boolean }> {
  const stats = await file.stat();
  return { size: stats.size, isFile: stats.isFile() };
}

/** A key that is accepted but not recorded would be accepted again when it has changed. */
function notRecorded(reason: string, cause: unknown): TransportError {
  return new TransportError(
    'host-key',
    `the host's new key cannot be recorded: ${reason}`,
    'Make the first known_hosts file writable, or name another with --known-hosts.',
    { cause },
  );
}
