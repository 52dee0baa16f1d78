import { isIPv6 } from 'node:net';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';

/** A host as it was asked for. What is not given is left to ssh_config. */
export interface HostTarget {
  /** Canonical spelling, such as `alice@host1:2222` or `[fe80::1]:22`. */
  readonly text: string;
  /** Name, alias of ssh_config, or address without brackets. */
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/**
 * Reads `[user@]host[:port]`, `[user@][addr]:port`, `ssh://[user@]host[:port]` or an IPv6 address.
 * Anything else is refused: a name that starts with a dash would be an option to ssh(1), and no
 * host is called `$(id)`.
 */
export function parseHost(argument: string): HostTarget {
  if (isIPv6(argument)) return target(argument);
  const match = FORM.exec(argument.replace(/^ssh:\/\/(?<rest>[^/]*)\/?$/iu, '$<rest>'));
  const { user, address, name, port } = match?.groups ?? {};
  const host = address ?? name;
  const number = port === undefined ? undefined : Number(port);
  if (host === undefined || (address !== undefined && !isIPv6(address))) throw refuse(argument);
  if (number !== undefined && (number < 1 || number > 65_535)) throw refuse(argument);
  return target(host, user, number);
}

/** Reads a list of hosts; those that are spelled alike are one host. */
export function parseHosts(hosts: readonly string[]): readonly HostTarget[] {
  const targets = new Map<string, HostTarget>();
  for (const argument of hosts) {
    const target = parseHost(argument);
    if (!targets.has(target.text)) targets.set(target.text, target);
  }
  return [...targets.values()];
}

/** `user@host:port` with brackets where an address needs them. */
export function describeHost(host: string, user?: string, port?: number): string {
  const login = user === undefined ? '' : `${user}@`;
  const place = host.includes(':') ? `[${host}]` : host;
  return `${login}${place}${port === undefined ? '' : `:${port}`}`;
}

// The user may hold an @ (an account of a directory service); the last one separates.
const FORM =
  /^(?:(?<user>[\w.][\w.@+-]*\$?)@)?(?:\[(?<address>[\dA-Fa-f:.]+(?:%[\w.-]+)?)\]|(?<name>[\w.][\w.-]*))(?::(?<port>\d{1,5}))?$/u;

function target(host: string, user?: string, port?: number): HostTarget {
  return {
    text: describeHost(host, user, port),
    host,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port }),
  };
}

function refuse(argument: string): UsageError {
  return new UsageError(
    `not a host: "${printable(argument)}"; expected [user@]host[:port], [address]:port or ssh://[user@]host[:port]`,
  );
}
