import { printable } from '../parse/printable.ts';
import { quote } from '../parse/shell.ts';
import { place, USE_OPENSSH, type Where } from './config-error.ts';
import { fingerprint, type HostKeyVerdict, type KnownHost, keyType } from './known-hosts.ts';
import { TransportError } from './transport.ts';

/** A host key that was not accepted. */
export interface RefusedHostKey {
  /** The host as messages call it. */
  readonly text: string;
  /** The name under which it was looked up. */
  readonly name: string;
  readonly key: Buffer;
  readonly verdict:
    Exclude<HostKeyVerdict, { verdict: 'known' | 'unknown' }> | { verdict: 'unknown' };
  /** The files consulted, and their lines that could not be read. */
  readonly files: readonly { readonly path: string; readonly malformed: readonly number[] }[];
  readonly laxChecking: Where | undefined;
}

/** Says which key was presented, which one was expected, where that is written, and what to do. */
export function hostKeyError(refused: RefusedHostKey): TransportError {
  const { text, key, verdict } = refused;
  const found = `${keyType(key) ?? 'host'} key ${fingerprint(key)}`;
  switch (verdict.verdict) {
    case 'revoked':
      return new TransportError(
        'host-key',
        `${text} presents the ${found}, which ${place(verdict.entry)} revokes`,
        'Do not connect; ask whoever runs the host for its new key.',
      );
    case 'changed':
      return changed(refused, verdict.entries, found);
    case 'cert-authority':
      return new TransportError(
        'host-key',
        `${text} is trusted through the certificate authority of ${places(verdict.entries)} only; podready does not check host certificates`,
        USE_OPENSSH,
      );
    default:
      return unknown(refused, found);
  }
}

function changed(
  { text, name }: RefusedHostKey,
  entries: readonly KnownHost[],
  found: string,
): TransportError {
  const expected = entries.map((one) => `${one.type} ${fingerprint(one.key)} (${place(one)})`);
  return new TransportError(
    'host-key',
    `the host key of ${text} has changed: expected ${expected.join(' or ')}, found ${found}`,
    `Somebody may be listening in; if the host was reinstalled, check the fingerprint there (ssh-keygen -lf) and remove the old line: ssh-keygen -R ${printable(quote(name))}.`,
  );
}

function unknown(
  { text, name, files, laxChecking }: RefusedHostKey,
  found: string,
): TransportError {
  const broken = files.flatMap(({ path, malformed }) =>
    malformed.slice(0, 3).map((line) => place({ file: path, line })),
  );
  const unread = broken.length === 0 ? '' : ` (not readable: ${broken.join(', ')})`;
  const lax =
    laxChecking === undefined
      ? ''
      : ` (podready keeps checking, whatever ${place(laxChecking)} says)`;
  return new TransportError(
    'host-key',
    `the host key of ${text} is not known: no key for ${printable(name)} in ${fileNames(files)}${unread}; found ${found}`,
    `Check the fingerprint on the host, then accept it once with --accept-new${lax}.`,
  );
}

function places(entries: readonly KnownHost[]): string {
  return entries.map(place).join(', ');
}

function fileNames(files: RefusedHostKey['files']): string {
  return files.map(({ path }) => printable(path)).join(', ') || 'any file';
}
