import { hostname } from 'node:os';
import { dirname } from 'node:path';
import process from 'node:process';
import { type AlgorithmLines, type OfferedAlgorithms, offeredAlgorithms } from './algorithms.ts';
import type { Where } from './config-error.ts';
import { describeHost, type HostTarget } from './inventory.ts';
import { evaluateConfig, type Settings } from './ssh-config-evaluate.ts';
import { type ConfigNode, loadConfig } from './ssh-config-files.ts';
import type { ConfigLine } from './ssh-config-lexer.ts';
import {
  readAgent,
  readChecking,
  readFamily,
  readHostName,
  readIdentities,
  readJumps,
  readKnownHosts,
  readPort,
  readUser,
} from './ssh-config-readers.ts';
import { readFlag, readTime } from './ssh-config-values.ts';

/** A file that may hold an identity. */
export interface IdentityFile {
  readonly path: string;
  /** Named by the user, not one of the default names. */
  readonly isExplicit: boolean;
}

/** How one host is reached, after ssh_config and the command line. */
export interface ResolvedHost {
  /** `alice@host1:2222`, for messages: the alias as it was typed. */
  readonly text: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly hostKeyAlias: string | undefined;
  readonly addressFamily: 0 | 4 | 6;
  readonly identityFiles: readonly IdentityFile[];
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket. */
  readonly agent: string | undefined;
  /** The hops, in the order in which they are passed. */
  readonly jumps: readonly HostTarget[];
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly acceptNew: boolean;
  /** A line that asks for less checking than podready ever does. */
  readonly laxChecking: Where | undefined;
  readonly hashKnownHosts: boolean;
  readonly connectTimeoutMs: number | undefined;
  readonly algorithms: OfferedAlgorithms;
  /** A line that offers a login which only the system's ssh has. */
  readonly gssapi: Where | undefined;
}

/** What the command line and the environment say. */
export interface ResolveOptions {
  readonly configFile?: string;
  readonly identity?: string;
  readonly knownHosts?: string;
  readonly acceptNew: boolean;
  readonly home: string;
  readonly localUser: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The host is passed on the way: `--identity` is offered beside what its configuration names. */
  readonly isHop?: boolean;
  /** Only for tests: /etc/ssh otherwise. */
  readonly systemFolder?: string;
}

/** Reads the configuration files: `-F FILE` alone, or the user's and then the system's. */
export async function readSshConfig({
  configFile,
  home,
  systemFolder = '/etc/ssh',
}: ResolveOptions): Promise<readonly (readonly ConfigNode[])[]> {
  if (configFile === 'none') return [];
  const base = `${home}/.ssh`;
  if (configFile !== undefined) {
    return [await loadConfig({ path: configFile, base, home, required: true, checkOwner: false })];
  }
  const path = `${systemFolder}/ssh_config`;
  return await Promise.all([
    loadConfig({ path: `${base}/config`, base, home, required: false, checkOwner: true }),
    loadConfig({ path, base: dirname(path), home, required: false, checkOwner: false }),
  ]);
}

/** How the host is reached. Pure: the files have been read. Throws a `TransportError` (`config`). */
export function resolveHost(
  target: HostTarget,
  files: readonly (readonly ConfigNode[])[],
  options: ResolveOptions,
): ResolvedHost {
  // As ssh(1) does: names of hosts have no case, patterns of `Host` have.
  const originalHost = target.host.toLowerCase();
  const { localUser } = options;
  const settings = evaluateConfig(files, { originalHost, user: target.user, localUser });
  const line = (keyword: string): ConfigLine | undefined => settings.values.get(keyword);

  const hostName = readHostName(line('hostname'), originalHost);
  const user = target.user ?? readUser(line('user')) ?? localUser;
  const port = target.port ?? readPort(line('port')) ?? 22;
  const hostKeyAlias = line('hostkeyalias')?.args[0]?.toLowerCase();
  const tokens = tokensOf({ hostName, originalHost, user, port, hostKeyAlias, ...options });
  const expansion = { tokens, env: options.env ?? process.env, home: options.home };
  return {
    text: describeHost(target.host, user, port === 22 ? undefined : port),
    hostName,
    port,
    user,
    hostKeyAlias,
    addressFamily: readFamily(line('addressfamily')),
    ...readIdentities(settings, options, expansion),
    agent: readAgent(line('identityagent'), expansion),
    jumps: readJumps(line('proxyjump'), tokens),
    ...readKnownHosts(settings, options, expansion),
    ...readChecking(line('stricthostkeychecking'), options.acceptNew),
    hashKnownHosts: readFlag(line('hashknownhosts'), false),
    connectTimeoutMs: readTime(line('connecttimeout')),
    algorithms: offeredAlgorithms(algorithmLines(settings)),
    gssapi: readFlag(line('gssapiauthentication'), false)
      ? line('gssapiauthentication')
      : undefined,
  };
}

function algorithmLines({ values }: Settings): AlgorithmLines {
  return {
    kex: values.get('kexalgorithms'),
    cipher: values.get('ciphers'),
    hmac: values.get('macs'),
    serverHostKey: values.get('hostkeyalgorithms'),
  };
}

interface TokenSource {
  readonly hostName: string;
  readonly originalHost: string;
  readonly user: string;
  readonly port: number;
  readonly hostKeyAlias: string | undefined;
  readonly home: string;
  readonly localUser: string;
}

/** The tokens of ssh_config(5), but for `%C` and `%j`. */
function tokensOf(source: TokenSource): Readonly<Record<string, string>> {
  const local = hostname();
  return {
    d: source.home,
    h: source.hostName,
    i: String(process.getuid?.() ?? 0),
    k: source.hostKeyAlias ?? source.originalHost,
    L: local.replace(/\..*$/su, ''),
    l: local,
    n: source.originalHost,
    p: String(source.port),
    r: source.user,
    u: source.localUser,
  };
}
