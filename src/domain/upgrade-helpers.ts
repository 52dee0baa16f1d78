import type { ConfiguredPaths } from '../facts/configured-paths.ts';
import type { LayeredConfig } from '../facts/containers-conf.ts';
import type { Tools } from '../facts/tools.ts';
import type { User } from '../facts/user.ts';
import type { VersionedTool, Versions } from '../facts/versions.ts';
import type { FactState, Readable } from '../model/fact.ts';
import type { TomlSettings } from '../parse/toml.ts';
import { isAtLeast, upstreamText, type Version } from '../parse/version.ts';
import { netavarkDriver } from './firewall-driver.ts';
import { chosenRuntime } from './oci-runtime.ts';
import { isRoot } from './podman-network.ts';
import { netavarkOf, type Upgrade } from './upgrade.ts';

/** What is known of the programs that Podman runs. */
export interface UpgradeHelperFacts {
  readonly user: Readable<User>;
  readonly tools: Readable<Tools>;
  readonly versions: Readable<Versions>;
  readonly containersConf: Readable<LayeredConfig>;
  readonly configuredPaths: FactState<ConfiguredPaths>;
}

/** A helper that is too old for the Podman to come. */
export interface OldHelper {
  readonly name: VersionedTool;
  readonly path: string;
  readonly version: string;
  readonly needed: string;
  /**
   * Put there by hand, beside a Podman of a package: the upgrade does not touch it, it is found before
   * the one of the package, and containers fail by it.
   */
  readonly blocks: boolean;
}

/** An upgrade that was asked for. */
export type AskedUpgrade = Exclude<Upgrade, { readonly because: string }>;

/** The helpers that are older than what the Podman to come goes with. */
export function oldHelpers({ to }: AskedUpgrade, facts: UpgradeHelperFacts): readonly OldHelper[] {
  const netavark = netavarkOf(to)?.text ?? null;
  const settings = settingsOf(facts);
  const isElsewhere = settings.has('engine.helper_binaries_dir');
  const runtime = runtimeOf(facts);
  return [
    // Where a list of directories is configured, which netavark is used was not asked.
    ...(isElsewhere ? [] : older('netavark', netavark, true, facts)),
    ...(isElsewhere ? [] : older('aardvark-dns', netavark, true, facts)),
    ...(runtime === 'crun' ? older('crun', to.minimumCrun, true, facts) : []),
    ...(runtime === 'runc' ? older('runc', to.minimumRunc, false, facts) : []),
    ...(settings.has('engine.conmon_path') ? [] : older('conmon', to.packagedConmon, false, facts)),
  ];
}

/** Helpers that the Podman to come sets a version for, that are there, and that did not tell theirs. */
export function untoldHelpers({ to }: AskedUpgrade, facts: UpgradeHelperFacts): readonly string[] {
  if (facts.tools.state !== 'known') return [];
  const { paths } = facts.tools.value;
  const known = facts.versions.state === 'known' ? facts.versions.value : {};
  const isElsewhere = settingsOf(facts).has('engine.helper_binaries_dir');
  const isThere = (name: 'netavark' | 'aardvark-dns'): boolean =>
    netavarkOf(to) !== undefined && (isElsewhere || paths[name] !== undefined);
  const isUntold = (name: VersionedTool): boolean => known[name]?.version === undefined;
  const runtime = runtimeOf(facts);
  return [
    ...(['netavark', 'aardvark-dns'] as const)
      .filter(isThere)
      .filter((name) => isElsewhere || isUntold(name)),
    ...(['crun', 'runc'] as const).filter((name) => name === runtime).filter(isUntold),
  ];
}

/** A program that only the Podman to come needs, and that is not there. */
export interface NewHelper {
  readonly name: 'pasta' | 'netavark' | 'nft';
  readonly package: string;
  readonly purpose: string;
}

/** What the Podman of now does not need, but the one to come does; nothing where it cannot be told. */
export function newHelpers(
  { to, from }: AskedUpgrade,
  facts: UpgradeHelperFacts,
): readonly NewHelper[] {
  if (facts.tools.state !== 'known' || from === undefined) return [];
  const settings = settingsOf(facts);
  if (settings.has('engine.helper_binaries_dir')) return [];
  const { paths } = facts.tools.value;
  const netavark = netavarkOf(to);
  const programs = netavark === undefined ? [] : netavarkDriver(netavark, settings).programs;
  return [
    ...(to.rootlessNetworkTool === 'pasta' && !isRoot(facts.user) ? [PASTA] : []),
    ...(to.networkBackends.includes('cni') ? [] : [NETAVARK]),
    ...(programs.includes('nft') ? [NFT] : []),
  ].filter(({ name }) => paths[name] === undefined);
}

const PASTA: NewHelper = {
  name: 'pasta',
  package: 'passt',
  purpose: 'connects rootless containers',
};
const NETAVARK: NewHelper = {
  name: 'netavark',
  package: 'netavark',
  purpose: 'is the only network backend',
};
const NFT: NewHelper = { name: 'nft', package: 'nftables', purpose: 'sets up bridge networks' };

function settingsOf({ containersConf }: Pick<UpgradeHelperFacts, 'containersConf'>): TomlSettings {
  return containersConf.state === 'known' ? containersConf.value.settings : new Map();
}

function older(
  name: VersionedTool,
  needed: string | null,
  isRequired: boolean,
  { versions }: Pick<UpgradeHelperFacts, 'versions'>,
): readonly OldHelper[] {
  const all = versions.state === 'known' ? versions.value : {};
  const asked = all[name];
  if (asked?.version === undefined || needed === null) return [];
  if (isAtLeast(released(asked.version), needed)) return [];
  const { path } = asked;
  const isOwn = isByHand(path) && !isByHand(all.podman?.path ?? '');
  return [
    { name, path, version: upstreamText(asked.version), needed, blocks: isRequired && isOwn },
  ];
}

/** A build on the way to a release is taken for it: `2.0.0-dev` has what 2.0.0 has. */
function released(version: Version): Version {
  return { ...version, pre: '' };
}

/** Where packages of distributions put nothing. */
function isByHand(path: string): boolean {
  return /^\/(?:usr\/local|opt|home|root)\//u.test(path);
}

/** The runtime whose version was asked: the one on the PATH, unless another path is configured. */
function runtimeOf(facts: UpgradeHelperFacts): string | undefined {
  if (facts.tools.state !== 'known') return undefined;
  const { onPath } = facts.tools.value;
  const { name, path } = chosenRuntime(
    facts.containersConf,
    facts.configuredPaths,
    facts.tools.value,
  );
  const known = new Map<string, string | undefined>(Object.entries(onPath));
  return path !== null && known.get(name) === path ? name : undefined;
}
