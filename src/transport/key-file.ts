import { type FileHandle, open } from 'node:fs/promises';
import process from 'node:process';
import type { ParsedKey } from 'ssh2';
import { asError, isMissing } from './failure.ts';
import { keyType } from './known-hosts.ts';
import type { Ssh2 } from './ssh2.ts';

/** What an identity file holds. `locked` keys can be used only if the agent has them. */
export type KeyFile =
  | { readonly state: 'absent' }
  | { readonly state: 'usable'; readonly key: ParsedKey; readonly publicKey: Buffer }
  | { readonly state: 'locked'; readonly publicKey: Buffer | undefined; readonly because: string }
  | { readonly state: 'unusable'; readonly because: string };

/** Reads an identity file: a private key, or the public half of one that the agent holds. */
export async function readKeyFile(path: string, { utils }: Ssh2): Promise<KeyFile> {
  const content = await readPrivate(path);
  if (typeof content !== 'string') return content;
  const publicKey = embeddedPublicKey(content);
  if (publicKey !== undefined && !isSupported(publicKey)) {
    return unusable(`its type ${keyType(publicKey) ?? ''} needs --ssh openssh`);
  }
  const key = firstKey(utils.parseKey(content));
  if (key instanceof Error) {
    if (!/encrypted|passphrase/iu.test(key.message)) return unusable(key.message);
    return {
      state: 'locked',
      publicKey: publicKey ?? (await readPublicHalf(path, utils)),
      because: 'it is encrypted and the agent does not hold it (ssh-add it)',
    };
  }
  if (key.isPrivateKey()) return { state: 'usable', key, publicKey: key.getPublicSSH() };
  return {
    state: 'locked',
    publicKey: key.getPublicSSH(),
    because: 'it is a public key and the agent does not hold its private half',
  };
}

/** Whether ssh2 can sign with a key of this type: no security keys, no certificates. */
export function isSupported(publicKey: Buffer): boolean {
  return SUPPORTED.has(keyType(publicKey) ?? '');
}

const SUPPORTED = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
]);

function unusable(because: string): KeyFile {
  return { state: 'unusable', because };
}

async function readPrivate(path: string): Promise<string | KeyFile> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { mode, uid } = await file.stat();
    const content = await file.readFile('utf8');
    // As ssh(1) does (authfile.c, "UNPROTECTED PRIVATE KEY FILE"); a public key has no such limit.
    const isExposed = uid === process.getuid?.() && (mode & 0o077) !== 0;
    if (!isExposed || !content.includes('PRIVATE KEY')) return content;
    return unusable(`others may read it (mode ${(mode & 0o777).toString(8)}): chmod 600`);
  } catch (cause) {
    return isMissing(cause) ? { state: 'absent' } : unusable(asError(cause).message);
  } finally {
    await file?.close();
  }
}

async function readPublicHalf(path: string, utils: Ssh2['utils']): Promise<Buffer | undefined> {
  const content = await readPrivate(`${path}.pub`);
  const key = typeof content === 'string' ? firstKey(utils.parseKey(content)) : undefined;
  return key === undefined || key instanceof Error ? undefined : key.getPublicSSH();
}

// ssh2 returns a list for the formats that may hold several keys; its types do not say so.
function firstKey(parsed: ParsedKey | Error | ParsedKey[]): ParsedKey | Error {
  if (!Array.isArray(parsed)) return parsed;
  return parsed[0] ?? new Error('it holds no key');
}

const MAGIC = 'openssh-key-v1\0';

/** The public key that OpenSSH's format (PROTOCOL.key) keeps in the clear, also when encrypted. */
function embeddedPublicKey(content: string): Buffer | undefined {
  const match = /-----BEGIN OPENSSH PRIVATE KEY-----(?<body>[^-]*)-----END/u.exec(content)
    ?.groups?.['body'];
  const data = Buffer.from(match ?? '', 'base64');
  if (!data.toString('latin1', 0, MAGIC.length).startsWith(MAGIC)) return undefined;
  let at = MAGIC.length;
  // cipher name, KDF name, KDF options; then a count, and the first public key.
  for (let field = 0; field < 3 && at + 4 <= data.length; field++) at += 4 + data.readUInt32BE(at);
  at += 4;
  if (at + 4 > data.length) return undefined;
  const length = data.readUInt32BE(at);
  return at + 4 + length <= data.length ? data.subarray(at + 4, at + 4 + length) : undefined;
}
