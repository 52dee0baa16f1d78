import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type HostTarget, parseHost } from './inventory.ts';
import type { ResolvedHost, ResolveOptions } from './ssh-config.ts';
import type { Settings } from './ssh-config-evaluate.ts';
import type { ConfigLine } from './ssh-config-lexer.ts';
import {
  badValue,
  type Expansion,
  expandPath,
  expandTokens,
  readFlag,
} from './ssh-config-values.ts';

/** HostName with `%h` expanded, or the host as it was asked for. */
export function readHostName(line: ConfigLine | undefined, host: string): string {
  const name = line?.args[0];
  if (line === undefined || name === undefined) return host;
  const expanded = expandTokens(name, line, { h: host }).toLowerCase();
  if (isIP(expanded) === 0 && !/^[\w.][\w.-]*$/u.test(expanded))
    throw badValue(line, 'a host name');
  return expanded;
}

/** The name to log in with. */
export function readUser(line: ConfigLine | undefined): string | undefined {
  const user = line?.args[0];
  if (line === undefined || user === undefined) return undefined;
  if (/[%$]|^-|\s/u.test(user)) throw badValue(line, 'a user name without tokens');
  return user;
}

/** The port; a service name is refused. */
export function readPort(line: ConfigLine | undefined): number | undefined {
  if (line === undefined) return undefined;
  const port = /^\d{1,5}$/u.test(line.args[0] ?? '') ? Number(line.args[0]) : 0;
  if (port < 1 || port > 65_535) throw badValue(line, 'a port from 1 to 65535');
  return port;
}

/** The family of addresses to connect to; 0 is any. */
export function readFamily(line: ConfigLine | undefined): 0 | 4 | 6 {
  const value = line?.args[0]?.toLowerCase();
  if (line === undefined || value === 'any') return 0;
  if (value === 'inet') return 4;
  if (value === 'inet6') return 6;
  throw badValue(line, 'any, inet or inet6');
}

/** ed25519 first: a signature by it costs the least. */
const DEFAULT_IDENTITIES = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** The files that may hold identities: from the command line, the configuration, or the defaults. */
export function readIdentities(
  settings: Settings,
  { identity, isHop = false, home }: ResolveOptions,
  expansion: Expansion,
): Pick<ResolvedHost, 'identityFiles' | 'identitiesOnly'> {
  const given = identity === undefined ? [] : [{ path: resolve(identity), isExplicit: true }];
  if (given.length > 0 && !isHop) return { identityFiles: given, identitiesOnly: true };
  const named = settings.identityFiles
    .filter(({ args }) => args[0]?.toLowerCase() !== 'none')
    .map((line) => resolve(expandPath(line.args[0] ?? '', line, expansion)));
  const identityFiles =
    settings.identityFiles.length > 0
      ? [...new Set(named)].map((path) => ({ path, isExplicit: true }))
      : DEFAULT_IDENTITIES.map((name) => ({ path: `${home}/.ssh/${name}`, isExplicit: false }));
  return {
    identityFiles: [...given, ...identityFiles],
    identitiesOnly: readFlag(settings.values.get('identitiesonly'), false),
  };
}

/** The agent's socket: IdentityAgent, or SSH_AUTH_SOCK. */
export function readAgent(line: ConfigLine | undefined, expansion: Expansion): string | undefined {
  const value = line?.args[0];
  const fromEnvironment = expansion.env['SSH_AUTH_SOCK'];
  if (line === undefined || value === undefined) return fromEnvironment || undefined;
  if (value.toLowerCase() === 'none') return undefined;
  if (value === 'SSH_AUTH_SOCK') return fromEnvironment || undefined;
  // `$NAME` without braces is an own form of this directive.
  if (/^\$\w+$/u.test(value)) return expansion.env[value.slice(1)] || undefined;
  return expandPath(value, line, expansion);
}

/** The hops of ProxyJump. */
export function readJumps(
  line: ConfigLine | undefined,
  { h = '', n = '', p = '', r = '' }: Readonly<Record<string, string>>,
): readonly HostTarget[] {
  const value = line?.args[0];
  if (line === undefined || value === undefined || value.toLowerCase() === 'none') return [];
  const hops = expandTokens(value, line, { h, n, p, r }).split(',');
  return hops.map((hop) => {
    try {
      return parseHost(hop.trim());
    } catch {
      throw badValue(line, 'a list of [user@]host[:port]');
    }
  });
}

/** The files that hold host keys. `--known-hosts` stands in for those of the user alone. */
export function readKnownHosts(
  settings: Settings,
  { knownHosts, home, systemFolder = '/etc/ssh' }: ResolveOptions,
  expansion: Expansion,
): Pick<ResolvedHost, 'userKnownHosts' | 'globalKnownHosts'> {
  const user = settings.values.get('userknownhostsfile');
  const global = settings.values.get('globalknownhostsfile');
  const named = (line: ConfigLine, expand: (path: string) => string): readonly string[] =>
    line.args.filter((path) => path.toLowerCase() !== 'none').map((path) => resolve(expand(path)));
  const ofUser =
    user === undefined
      ? [`${home}/.ssh/known_hosts`, `${home}/.ssh/known_hosts2`]
      : named(user, (path) => expandPath(path, user, expansion));
  const ofSystem =
    global === undefined
      ? [`${systemFolder}/ssh_known_hosts`, `${systemFolder}/ssh_known_hosts2`]
      : named(global, (path) => path);
  return {
    userKnownHosts: knownHosts === undefined ? ofUser : [resolve(knownHosts)],
    globalKnownHosts: ofSystem,
  };
}

/** How unknown keys are treated: never laxer than accept-new, whatever the configuration says. */
export function readChecking(
  line: ConfigLine | undefined,
  acceptNew: boolean,
): Pick<ResolvedHost, 'acceptNew' | 'laxChecking'> {
  const strict = { acceptNew, laxChecking: undefined };
  if (line === undefined) return strict;
  switch (line.args[0]?.toLowerCase()) {
    case 'yes':
    case 'true':
    case 'ask':
      return strict;
    case 'accept-new':
      return { acceptNew: true, laxChecking: undefined };
    case 'no':
    case 'off':
    case 'false':
      return { acceptNew, laxChecking: line };
    default:
      throw badValue(line, 'yes, ask, accept-new or no');
  }
}
