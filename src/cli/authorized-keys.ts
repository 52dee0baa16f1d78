import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AuthorizedKey } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';

/** `TYPE BASE64 [COMMENT]`, as ssh-keygen(1) writes it to a .pub file. */
const LINE =
  /^(?<type>(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)) (?<blob>AAAA[\w+/]+={0,2})(?:\s.*)?$/u;

/** Reads the public keys of a file. Throws a `UsageError` that names the file, and the line that is none. */
export async function readAuthorizedKeys(file: string): Promise<readonly AuthorizedKey[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--authorized-key ${file}: ${why}`, { cause });
  });
  if (text.includes('PRIVATE KEY')) {
    throw new UsageError(`--authorized-key ${file}: this is a private key; name its .pub file`);
  }
  const lines = text.split(/\r?\n/u).map((line, at) => ({ line: line.trim(), number: at + 1 }));
  const keys = lines
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, number }) => toKey(line, `${file} line ${number}`));
  if (keys.length === 0) throw new UsageError(`--authorized-key ${file}: it holds no public key`);
  return keys;
}

function toKey(line: string, where: string): AuthorizedKey {
  const { type, blob } = LINE.exec(line)?.groups ?? {};
  if (type === undefined || blob === undefined) {
    throw new UsageError(
      `--authorized-key ${where}: expected a public key without options, such as ssh-ed25519 AAAA…`,
    );
  }
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return { key: `${type} ${blob}`, fingerprint: `SHA256:${digest.replaceAll('=', '')}` };
}
