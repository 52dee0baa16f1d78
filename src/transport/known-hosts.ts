import { createHash, createHmac, randomBytes } from 'node:crypto';
import { matchesPatterns } from '../parse/pattern.ts';

/** One usable line of a known_hosts file, as sshd(8) SSH_KNOWN_HOSTS FILE FORMAT describes it. */
export interface KnownHost {
  readonly file: string;
  readonly line: number;
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field: patterns, or one hashed name. */
  readonly names: string;
  readonly type: string;
  /** The public key as it travels in the protocol. */
  readonly key: Buffer;
}

/** A known_hosts file. Lines that cannot be read count as nothing, but are named in messages. */
export interface KnownHostsFile {
  readonly path: string;
  readonly entries: readonly KnownHost[];
  readonly malformed: readonly number[];
}

/** What the files say of a key that a host presents. */
export type HostKeyVerdict =
  | { readonly verdict: 'known' | 'revoked'; readonly entry: KnownHost }
  | { readonly verdict: 'changed' | 'cert-authority'; readonly entries: readonly KnownHost[] }
  | { readonly verdict: 'unknown' };

/** The name under which a host's key is kept: the alias as it is, or `[host]:port`. */
export function knownName(host: string, port: number, alias: string | undefined): string {
  if (alias !== undefined) return alias;
  return port === 22 ? host : `[${host}]:${port}`;
}

/** Reads a known_hosts file. */
export function parseKnownHosts(text: string, path: string): KnownHostsFile {
  const entries: KnownHost[] = [];
  const malformed: number[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const entry = parseLine(content, path, index + 1);
    if (entry === undefined) malformed.push(index + 1);
    else entries.push(entry);
  }
  return { path, entries, malformed };
}

/**
 * The lines that speak of a host. For a port other than 22, those of the bare name when the name
 * with the port has none, as OpenSSH does (sshconnect.c, "checking without port identifier").
 */
export function entriesFor(
  name: string,
  files: readonly KnownHostsFile[],
): { readonly entries: readonly KnownHost[]; readonly isExact: boolean } {
  const all = files.flatMap(({ entries }) => entries);
  const exact = all.filter(({ names }) => matchesName(names, name));
  const bare = /^\[(?<host>.+)\]:\d+$/u.exec(name)?.groups?.['host'];
  if (exact.length > 0 || bare === undefined) return { entries: exact, isExact: true };
  return { entries: all.filter(({ names }) => matchesName(names, bare)), isExact: false };
}

/**
 * Judges the key that a host presents. A revoked key is refused whatever else is there. A key of
 * another type than those known is a changed key: the host was asked for the known types first.
 */
export function judgeHostKey(
  name: string,
  key: Buffer,
  files: readonly KnownHostsFile[],
): HostKeyVerdict {
  const { entries, isExact } = entriesFor(name, files);
  const same = entries.filter((entry) => entry.key.equals(key));
  const revoked = same.find(({ marker }) => marker === 'revoked');
  if (revoked !== undefined) return { verdict: 'revoked', entry: revoked };
  const known = same.find(({ marker }) => marker === 'none');
  if (known !== undefined) return { verdict: 'known', entry: known };
  const authorities = entries.filter(({ marker }) => marker === 'cert-authority');
  if (authorities.length > 0) return { verdict: 'cert-authority', entries: authorities };
  const others = entries.filter(({ marker }) => marker === 'none');
  // Another service of the same host may well have a key of its own.
  return others.length > 0 && isExact
    ? { verdict: 'changed', entries: others }
    : { verdict: 'unknown' };
}

/** The line to append for a new key; the name hashed as HashKnownHosts wants it. */
export function formatKnownHost(name: string, key: Buffer, hashName: boolean): string {
  return `${hashName ? hashedName(name) : name} ${keyType(key) ?? ''} ${key.toString('base64')}\n`;
}

/** The fingerprint as ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/u, '')}`;
}

/** The type that a public key starts with, such as `ssh-ed25519`. */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  if (length === 0 || length > 64 || key.length < 4 + length) return undefined;
  const type = key.toString('latin1', 4, 4 + length);
  return /^[\w@.-]+$/u.test(type) ? type : undefined;
}

const MARKERS: Readonly<Record<string, KnownHost['marker']>> = {
  '@revoked': 'revoked',
  '@cert-authority': 'cert-authority',
};

function parseLine(content: string, file: string, line: number): KnownHost | undefined {
  const fields = content.split(/[ \t]+/u);
  const marker = content.startsWith('@') ? MARKERS[fields.shift() ?? ''] : 'none';
  const [names, type, encoded] = fields;
  if (marker === undefined || names === undefined || encoded === undefined) return undefined;
  if (!/^[A-Za-z\d+/]+={0,2}$/u.test(encoded)) return undefined;
  const key = Buffer.from(encoded, 'base64');
  if (type === undefined || keyType(key) !== type) return undefined;
  return { file, line, marker, names, type, key };
}

function matchesName(names: string, name: string): boolean {
  if (names.startsWith('|')) return matchesHash(names, name);
  return matchesPatterns(name.toLowerCase(), names.toLowerCase().split(','));
}

function matchesHash(names: string, name: string): boolean {
  const [, version, salt, hash] = names.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function hashedName(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
