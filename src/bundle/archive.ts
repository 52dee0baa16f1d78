import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import { unpackXz } from './xz.ts';

/** What an archive may be at most; it comes from somebody else. */
export interface ArchiveLimits {
  /** Bytes of all that is unpacked. */
  readonly bytes: number;
  readonly entries: number;
  /** Bytes of one entry that is read. */
  readonly entryBytes: number;
  /** Unpacked bytes for each packed one; the first MiB is free. */
  readonly ratio: number;
  /** Folders in the name of an entry. */
  readonly depth: number;
}

const FREE_BYTES = 1024 * 1024;
/** `PATH_MAX` of Linux. */
const NAME_LENGTH = 4096;

/** One entry while the archive is read. Nothing of it ever becomes a path of this machine. */
export interface ArchiveEntry {
  readonly name: string;
  readonly type: string;
  /** Bytes, as the header says. */
  readonly size: number;
  readonly mtime: Date;
  /** The content, once. Rejects with a `UsageError` when it is larger than an entry may be. */
  readonly read: () => Promise<Buffer>;
}

/** What a file begins with: a tar may be packed by gzip or xz. */
export type FileKind = 'json' | 'tar' | 'gzip' | 'xz';

/** A file whose first bytes were looked at. It is read once, so that a pipe will do as well. */
export interface OpenedFile {
  readonly file: string;
  readonly kind: FileKind;
  /** All bytes from the first. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** Opens a file and tells by its first bytes what it is. Throws a `UsageError` that names it. */
export async function openFile(file: string): Promise<OpenedFile> {
  const stream = createReadStream(file);
  const chunks: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let length = 0;
  try {
    while (length < 6) {
      const next: IteratorResult<unknown, unknown> = await chunks.next();
      if (next.done === true) break;
      if (!Buffer.isBuffer(next.value)) continue;
      head.push(next.value);
      length += next.value.length;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  const first = Buffer.concat(head);
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      if (first.length > 0) yield first;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        if (Buffer.isBuffer(next.value)) yield next.value;
      }
    } finally {
      stream.destroy();
    }
  }
  return { file, kind: kindOf(first), bytes: bytes() };
}

function kindOf(first: Buffer): FileKind {
  if (first.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'gzip';
  if (first.subarray(0, 6).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]))) return 'xz';
  // A tar begins with the name of an entry; a JSON document with a bracket.
  return /^(?:\u{FEFF}?\s*[[{]|\s*$)/u.test(first.toString('utf8')) ? 'json' : 'tar';
}

/** The whole of a file that is no archive. Rejects with a `UsageError` when it is larger than `most` bytes. */
export async function readAll({ file, bytes }: OpenedFile, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of guarded(bytes, file)) {
    length += chunk.length;
    if (length > most) throw new UsageError(`${file}: it is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads an archive entry by entry, in memory alone. Entries that nobody reads are skipped. Throws a
 * `UsageError` that names the file and the limit, or what is wrong with it.
 */
export async function* readArchive(
  { file, kind, bytes }: OpenedFile,
  limits: ArchiveLimits,
): AsyncGenerator<ArchiveEntry> {
  // Loaded only here: most runs read no archive.
  const { extract } = await import('tar-stream');
  const tar = extract();
  const packed = { bytes: 0 };
  const source = unpacked(kind, counted(bytes, packed), file);
  const feeding = pipeline(limited(source, { file, packed, limits }), tar);
  // Whoever reads sees the error as well, and sooner.
  feeding.catch(() => undefined);
  let entries = 0;
  try {
    for await (const entry of tar) {
      entries += 1;
      if (entries > limits.entries) throw tooMuch(file, `more than ${limits.entries} entries`);
      const { name, type, size = 0, mtime } = entry.header;
      checkName(name, file, limits);
      yield {
        name,
        type: type ?? 'file',
        size,
        mtime: mtime ?? new Date(0),
        read: () => content(entry, { file, name, size, limits }),
      };
      entry.resume();
    }
    await feeding;
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(file, error);
  } finally {
    tar.destroy();
  }
}

function checkName(name: string, file: string, { depth }: ArchiveLimits): void {
  if (name.length > NAME_LENGTH)
    throw tooMuch(file, 'an entry with a name of more than 4096 bytes');
  if (name.split('/').length > depth + 1)
    throw tooMuch(file, `more than ${depth} folders in a name`);
}

async function content(
  entry: AsyncIterable<Buffer>,
  { file, name, size, limits }: { file: string; name: string; size: number; limits: ArchiveLimits },
): Promise<Buffer> {
  if (size > limits.entryBytes) {
    throw tooMuch(file, `an entry of ${size} bytes, ${printable(name)}`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of guarded(entry, file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* counted(
  bytes: AsyncIterable<Buffer>,
  count: { bytes: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    count.bytes += chunk.length;
    yield chunk;
  }
}

function unpacked(
  kind: FileKind,
  bytes: AsyncIterable<Buffer>,
  file: string,
): AsyncIterable<Buffer> {
  switch (kind) {
    case 'gzip': {
      const gunzip = createGunzip();
      pipeline(bytes, gunzip).catch(() => undefined);
      return gunzip;
    }
    case 'xz':
      return unpackXz(bytes, file);
    case 'tar':
    case 'json':
      return bytes;
  }
}

/** Stops at the first byte too many: what unpacks to a thousand times its size is never held. */
async function* limited(
  bytes: AsyncIterable<Buffer>,
  {
    file,
    packed,
    limits,
  }: { file: string; packed: { readonly bytes: number }; limits: ArchiveLimits },
): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > limits.bytes) throw tooMuch(file, `more than ${limits.bytes} bytes`);
    if (length > FREE_BYTES && length > packed.bytes * limits.ratio) {
      throw tooMuch(file, `more than ${limits.ratio} times its size`);
    }
    yield chunk;
  }
}

async function* guarded(bytes: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(file, error);
  }
}

function tooMuch(file: string, what: string): UsageError {
  return new UsageError(`${file}: this archive is not read, because it holds ${what}`);
}

function unreadable(file: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR';
  const said = isFolder ? 'this is a folder; name a file in it' : printable(why);
  return new UsageError(`${file}: ${said}`, { cause: error });
}

/** The hash of an entry, in hex. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
