import type { CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';
import { configError, USE_OPENSSH } from './config-error.ts';
import { matchesPatterns } from '../parse/pattern.ts';
import type { ConfigLine } from './ssh-config-lexer.ts';

/** What is offered to a server, most wanted first. */
export interface OfferedAlgorithms {
  readonly kex: readonly KexAlgorithm[];
  readonly cipher: readonly CipherAlgorithm[];
  readonly hmac: readonly MacAlgorithm[];
  readonly serverHostKey: readonly ServerHostKeyAlgorithm[];
}

/** The lines of ssh_config that change the offer. */
export interface AlgorithmLines {
  readonly kex: ConfigLine | undefined;
  readonly cipher: ConfigLine | undefined;
  readonly hmac: ConfigLine | undefined;
  readonly serverHostKey: ConfigLine | undefined;
}

/**
 * The default offer, changed as ssh_config says. x25519 comes first; group exchange comes last, for
 * it is slow enough to stall a client of many hosts (https://github.com/mscdex/ssh2/issues/934).
 */
export function offeredAlgorithms(lines: AlgorithmLines): OfferedAlgorithms {
  return {
    kex: restrict(lines.kex, KEX, KEX_ON_REQUEST),
    cipher: restrict(lines.cipher, CIPHERS, CIPHERS_ON_REQUEST),
    hmac: restrict(lines.hmac, MACS, MACS_ON_REQUEST),
    serverHostKey: restrict(lines.serverHostKey, HOST_KEYS, HOST_KEYS_ON_REQUEST),
  };
}

/** The host-key algorithms, those first whose key types are known for the host. */
export function preferHostKeys(
  offered: readonly ServerHostKeyAlgorithm[],
  knownTypes: ReadonlySet<string>,
): readonly ServerHostKeyAlgorithm[] {
  const isKnown = (algorithm: ServerHostKeyAlgorithm): boolean =>
    knownTypes.has(algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);
  return [...offered.filter(isKnown), ...offered.filter((algorithm) => !isKnown(algorithm))];
}

const KEX = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group-exchange-sha256',
] as const satisfies readonly KexAlgorithm[];

const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
  'chacha20-poly1305@openssh.com',
] as const satisfies readonly CipherAlgorithm[];

const MACS = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha1-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
  'hmac-sha1',
] as const satisfies readonly MacAlgorithm[];

const HOST_KEYS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const satisfies readonly ServerHostKeyAlgorithm[];

// Offered only when ssh_config names them: OpenSSH's own client no longer offers them either.
const KEX_ON_REQUEST = [
  'diffie-hellman-group15-sha512',
  'diffie-hellman-group17-sha512',
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group1-sha1',
] as const satisfies readonly KexAlgorithm[];
const CIPHERS_ON_REQUEST = [
  'aes128-cbc',
  'aes192-cbc',
  'aes256-cbc',
  '3des-cbc',
] as const satisfies readonly CipherAlgorithm[];
const MACS_ON_REQUEST = ['hmac-md5', 'hmac-sha1-96'] as const satisfies readonly MacAlgorithm[];
const HOST_KEYS_ON_REQUEST = ['ssh-rsa'] as const satisfies readonly ServerHostKeyAlgorithm[];

/** A list as ssh_config(5) writes it: replaces the default, or `+` adds, `-` removes, `^` prefers. */
function restrict<T extends string>(
  line: ConfigLine | undefined,
  defaults: readonly T[],
  onRequest: readonly T[],
): readonly T[] {
  if (line === undefined) return defaults;
  const [, mode = '', list = ''] = /^([+^-]?)(.*)$/su.exec(line.args.join(',')) ?? [];
  const names = list.split(',');
  const named = names.flatMap((name) => [...defaults, ...onRequest].filter((one) => one === name));
  const rest = defaults.filter((one) => !named.includes(one));
  const offered =
    { '': named, '+': [...defaults, ...named], '^': [...named, ...rest] }[mode] ??
    defaults.filter((one) => !matchesPatterns(one, names));
  if (offered.length > 0) return [...new Set(offered)];
  throw configError(line, `podready has none of ${line.keyword} ${list}`, USE_OPENSSH);
}
