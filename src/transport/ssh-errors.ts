import { printable } from '../parse/printable.ts';
import { place, USE_OPENSSH } from './config-error.ts';
import type { ResolvedHost } from './ssh-config.ts';
import type { AuthLog } from './ssh-auth.ts';
import { TransportError } from './transport.ts';

/** How far a connection has come. */
export type Phase = 'ident' | 'kex' | 'auth';

/** What is known of a connection when it fails. */
export interface Seen {
  readonly phase: Phase;
  /** First line that the server sent when it was no identification. */
  readonly greeting: string;
  readonly banner: string;
  /** Methods of authentication that the server allows, once it has said so. */
  readonly methods: string | undefined;
  readonly auth: AuthLog;
  /** Why identities were not offered. */
  readonly notes: readonly string[];
}

/** The server did not come to the end of a step in time. */
export function timeError(host: ResolvedHost, { phase }: Seen, timeoutMs: number): TransportError {
  return new TransportError(
    'time',
    `${host.text}: ${LATE[phase]} within ${timeoutMs / 1000} s`,
    'Check the load of the host and its sshd; a longer limit is ConnectTimeout in ~/.ssh/config.',
  );
}

const LATE: Readonly<Record<Phase, string>> = {
  ident: 'the port is open, but no SSH identification came',
  kex: 'the key exchange did not end',
  auth: 'the login was neither accepted nor refused',
};

/** The connection failed or was closed before the login; `cause` is missing for a plain close. */
export function connectionError(
  host: ResolvedHost,
  seen: Seen,
  cause: (Error & { readonly code?: unknown }) | undefined,
): TransportError {
  const reason = printable(cause?.message ?? 'the server closed the connection');
  const options = { cause };
  if (seen.phase === 'ident') return noSshError(host, seen, reason, options);
  if (seen.phase === 'auth') return authError(host, seen, reason, options);
  const mismatch = /no matching (?<what>.+)$/u.exec(reason)?.groups?.['what'];
  if (mismatch !== undefined) {
    const step = mismatch.startsWith('host key') ? 'host-key' : 'config';
    const message = `${host.text} and podready have no ${mismatch} in common`;
    return new TransportError(step, message, USE_OPENSSH, options);
  }
  if (/signature|host denied/iu.test(reason)) {
    const message = `${host.text} did not prove its host key: ${reason}`;
    return new TransportError('host-key', message, 'Do not trust this connection.', options);
  }
  const message = `${host.text} broke off the key exchange: ${reason}`;
  return new TransportError('tcp', message, CLOSED_EARLY, options);
}

const CLOSED_EARLY =
  'sshd may be refusing this address (MaxStartups, PerSourcePenalties, fail2ban): look at its log on the host.';

function noSshError(
  host: ResolvedHost,
  { greeting }: Seen,
  reason: string,
  options: ErrorOptions,
): TransportError {
  const where = `port ${host.port} of ${host.hostName}`;
  // sshd says why in place of its identification (sshd.c: "Exceeded MaxStartups", "Not allowed at this time").
  const found = greeting === '' ? reason : `"${printable(greeting.slice(0, 200))}"`;
  const isSshd = /^(?:exceeded maxstartups|not allowed at this time)/iu.test(greeting);
  return new TransportError(
    'tcp',
    `expected an SSH server on ${where}, found: ${found}`,
    greeting === '' || isSshd ? CLOSED_EARLY : 'Check the port.',
    options,
  );
}

/** The login was refused: what the server allows, and what was tried. */
export function authError(
  host: ResolvedHost,
  seen: Seen,
  reason: string,
  options?: ErrorOptions,
): TransportError {
  const { methods, auth } = seen;
  const isRefusal = /all configured authentication methods failed/iu.test(reason);
  // What ssh2 says as well where it had nothing to ask the server for.
  if (isRefusal && auth.offered.length === 0) return noIdentityError(host, seen.notes, options);
  const wantsMore = auth.signed.length > 0 && methods !== undefined && !/publickey/u.test(methods);
  const verdict = wantsMore
    ? `took a key of ${host.user} and wants another method too`
    : isRefusal
      ? `refused the login of ${host.user}`
      : `ended the login of ${host.user}: ${reason}`;
  const allowed = methods === undefined ? '' : `; it allows ${printable(methods) || 'nothing'}`;
  const tried = auth.offered.length === 0 ? 'nothing' : auth.offered.join(', ');
  return new TransportError(
    'auth',
    `${host.text} ${verdict}${allowed}; offered: ${tried}`,
    authHint(host, seen),
    options,
  );
}

/** The server is there and proved its key, and there is nothing to log in with. */
function noIdentityError(
  host: ResolvedHost,
  notes: readonly string[],
  options: ErrorOptions | undefined,
): TransportError {
  const looked = notes.length === 0 ? 'no agent, and no key in ~/.ssh' : notes.join('; ');
  return new TransportError(
    'auth',
    `no identity to offer to ${host.text}: ${looked}`,
    'Load a key into the agent (ssh-add), or name one with --identity FILE; certificates and security keys need --ssh openssh.',
    options,
  );
}

function authHint(host: ResolvedHost, { banner, methods, notes, auth }: Seen): string {
  const hints = [
    `Put the public key into ~${host.user}/.ssh/authorized_keys, or name another with --identity FILE`,
  ];
  if (host.gssapi !== undefined && /gssapi/u.test(methods ?? '')) {
    hints.push(`${place(host.gssapi)} asks for GSSAPI, which needs --ssh openssh`);
  }
  const reasons = [...notes, ...auth.notes.map(printable)];
  if (reasons.length > 0) hints.push(`not used: ${reasons.join('; ')}`);
  if (banner !== '') hints.push(`the server says: "${printable(banner.trim().slice(0, 300))}"`);
  return `${hints.join('; ')}.`;
}

/** The login succeeded, but no shell was started. */
export function shellError(host: ResolvedHost, cause: Error): TransportError {
  const reason = printable(cause.message.replace(/^\(SSH\) /u, ''));
  return new TransportError(
    'shell',
    `${host.text} let ${host.user} log in but started no shell: ${reason}`,
    'On the host look at MaxSessions, ForceCommand and the shell of the account.',
    { cause },
  );
}

/** The login succeeded, but the answer to the request for a shell did not come in time. */
export function lateShellError(host: ResolvedHost, timeoutMs: number): TransportError {
  return new TransportError(
    'time',
    `${host.text} let ${host.user} log in but started no shell within ${timeoutMs / 1000} s`,
    'Look at the load of the host, and at slow PAM modules; a longer limit is ConnectTimeout in ~/.ssh/config.',
  );
}

/** Somebody stopped waiting: the run was interrupted, or the time for the whole host is over. */
export function abandoned({ text }: Pick<ResolvedHost, 'text'>): TransportError {
  return new TransportError('time', `${text}: given up before the login`, 'Try again.');
}

/** The connection ended between two shells. */
export function lostError({ text }: Pick<ResolvedHost, 'text'>): TransportError {
  return new TransportError(
    'tcp',
    `the connection to ${text} was lost`,
    'The host may be restarting its network or sshd: try again.',
  );
}
