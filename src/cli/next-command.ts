import { fixes } from '../../fixes/index.ts';
import { isOnRequest } from '../engine/plan.ts';
import type { HostReport } from '../model/report.ts';
import { quote } from '../parse/shell.ts';
import { parseHost } from '../transport/inventory.ts';
import { formatNeeds } from './needs.ts';
import { PROFILES } from './profiles.ts';
import type { Settings } from './settings.ts';
import { formatTarget } from './target.ts';

/** What the next command depends on, besides the reports. */
export interface NextOptions {
  readonly settings: Settings;
  /** The one host is this machine. */
  readonly local: boolean;
  /** The reports are of saved snapshots: their hosts may be out of reach. */
  readonly replayed: boolean;
  /** Fixes that this run applied or tried: naming them again would lead nowhere. */
  readonly tried?: ReadonlySet<string>;
  /** Hosts on which somebody has to log in again, or to reboot, before more can be said. */
  readonly waiting?: readonly HostReport[];
}

/** The one command to type after a check, or `undefined` when there is nothing to do. */
export function nextCommand(
  hosts: readonly HostReport[],
  options: NextOptions,
): string | undefined {
  const { waiting = [] } = options;
  if (waiting.length > 0) return again('check', waiting, options);
  return (
    (options.replayed ? undefined : fixCommand(hosts, options)) ??
    explainCause(hosts) ??
    (options.replayed ? undefined : reachCommand(hosts, options)) ??
    (options.replayed ? undefined : askCommand(hosts, options)) ??
    explainUnknown(hosts) ??
    (options.replayed ? undefined : proveCommand(hosts, options))
  );
}

/** `podready fix` for every host on which it repairs something without being told the id. */
function fixCommand(hosts: readonly HostReport[], options: NextOptions): string | undefined {
  const open = (host: HostReport): readonly string[] =>
    host.rootCauses.flatMap((cause) => cause.fixes).filter((id) => options.tried?.has(id) !== true);
  const fixable = hosts.filter((host) => open(host).some((id) => !isOnlyById(id)));
  if (fixable.length > 0) return again('fix', fixable, options);
  for (const host of hosts) {
    const [id] = open(host);
    if (id !== undefined) return again('fix', [host], options, ['--only', id]);
  }
  return undefined;
}

function isOnlyById(id: string): boolean {
  return fixes.some(({ meta }) => meta.id === id && isOnRequest(meta));
}

function explainCause(hosts: readonly HostReport[]): string | undefined {
  const [cause] = hosts.flatMap(({ rootCauses }) => rootCauses);
  return cause === undefined ? undefined : `podready explain ${cause.check}`;
}

function reachCommand(hosts: readonly HostReport[], options: NextOptions): string | undefined {
  const host = hosts.find(({ error }) => error !== null);
  if (host === undefined || host.error === null) return undefined;
  const isConnection = ['name', 'tcp', 'hop', 'host-key', 'auth'].includes(host.error.step);
  return isConnection && !options.local
    ? `ssh ${sshDestination(host.host)} true`
    : again('check', [host], options, ['--debug']);
}

/** What only root can read is worth a password. */
function askCommand(hosts: readonly HostReport[], options: NextOptions): string | undefined {
  if (options.settings.sudo === 'ask') return undefined;
  const blind = hosts.filter(
    ({ gathered, results }) =>
      gathered?.privilege === 'none' &&
      results.some(({ status, severity }) => status === 'unknown' && severity !== 'info'),
  );
  return blind.length === 0 ? undefined : again('check', blind, options, ['--sudo', 'ask']);
}

function explainUnknown(hosts: readonly HostReport[]): string | undefined {
  const unknown = hosts
    .flatMap(({ results }) => results)
    .find(({ status, severity }) => status === 'unknown' && severity === 'error');
  return unknown === undefined ? undefined : `podready explain ${unknown.check}`;
}

/** All is well: the proof is a container. */
function proveCommand([host]: readonly HostReport[], options: NextOptions): string | undefined {
  if (options.settings.deep) return undefined;
  if (host === undefined || options.settings.user !== null || !host.needs.includes('run')) {
    return undefined;
  }
  // A container proves what the Podman of now can do, not the one to come.
  if (options.settings.needs.target !== undefined) return undefined;
  const command = 'podman run --rm quay.io/podman/hello';
  return options.local ? command : `ssh ${sshDestination(host.host)} ${command}`;
}

/** `podready fix` of a plan that was saved; the file says which hosts, but not what has to be named by id. */
export function followCommand(file: string, settings: Settings): string {
  const only = settings.only.flatMap((one) => ['--only', one]);
  const options = { settings, local: true, replayed: false };
  return again('fix', [], options, ['--plan', file, ...only]);
}

/** The same run with another command: everything that decides how a host is reached is repeated. */
export function again(
  command: string,
  hosts: readonly HostReport[],
  { settings, local }: NextOptions,
  more: readonly string[] = [],
): string {
  const { user, sshConfig, identity, knownHosts, ssh, sudo } = settings;
  const words = [
    ...more,
    ...(command === 'check' ? ofCheckAlone(settings) : []),
    ...(user === null ? [] : ['--user', user]),
    ...ofNeeds(settings),
    ...(settings.waivers === null ? [] : ['--waivers', settings.waivers]),
    ...(sudo === 'auto' || more.includes('--sudo') ? [] : ['--sudo', sudo]),
    ...(ssh === 'ssh2' ? [] : ['--ssh', ssh]),
    ...(sshConfig === null ? [] : ['-F', sshConfig]),
    ...(identity === null ? [] : ['--identity', identity]),
    ...(knownHosts === null ? [] : ['--known-hosts', knownHosts]),
    ...(local ? [] : hosts.map(({ host }) => host)),
  ];
  return ['podready', command, ...words.map(quote)].join(' ');
}

/** What no other command takes. */
function ofCheckAlone({ deep, needs, baseline }: Settings): readonly string[] {
  return [
    ...(deep ? ['--deep'] : []),
    ...formatTarget(needs).flatMap((one) => ['--target', one]),
    ...(baseline === null ? [] : ['--baseline', baseline]),
  ];
}

/** The profile, and what is asked for beside it. */
function ofNeeds({ needs, profile }: Settings): readonly string[] {
  const inProfile = profile === null ? [] : (PROFILES.get(profile) ?? []);
  const others = formatNeeds(needs).filter((need) => !inProfile.includes(need));
  return [
    ...(profile === null ? [] : ['--profile', profile]),
    ...others.flatMap((need) => ['--need', need]),
  ];
}

/** ssh(1) takes a port only as an option, and an address without brackets. */
function sshDestination(text: string): string {
  const { host, user, port } = parseHost(text);
  const place = quote(user === undefined ? host : `${user}@${host}`);
  return port === undefined ? place : `-p ${port} ${place}`;
}
