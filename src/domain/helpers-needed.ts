import type { NetworkConfig } from '../facts/network-config.ts';
import type { Tools } from '../facts/tools.ts';
import type { User } from '../facts/user.ts';
import type { Versions } from '../facts/versions.ts';
import type { FactState, Readable } from '../model/fact.ts';
import type { PackageManager } from '../model/fix.ts';
import type { Sysctls } from '../facts/sysctls.ts';
import { stringAt, type TomlSettings } from '../parse/toml.ts';
import type { Version } from '../parse/version.ts';
import { netavarkDriver } from './firewall-driver.ts';
import { CNI_PACKAGES, type HelperName, HELPER_NAMES, HELPER_PACKAGES } from './packages.ts';
import type { PackageNames } from './packages.ts';
import { podmanNetwork, usedBackend } from './podman-network.ts';
import { rootlessNetwork } from './rootless-network.ts';
import { mountsOverlayForUsers } from './storage-driver.ts';

/** What decides which helpers Podman needs. */
export interface HelperFacts {
  readonly user: Readable<User>;
  readonly tools: Readable<Tools>;
  readonly versions: Readable<Versions>;
  readonly sysctls: Readable<Sysctls>;
  readonly containersConf: FactState<{ readonly settings: TomlSettings }>;
  readonly networkConfig: FactState<NetworkConfig>;
}

/** A helper that Podman needs here and does not find, and the packages that have it. */
export interface MissingHelper {
  readonly name: string;
  readonly packages: PackageNames;
}

/**
 * The helpers that Podman needs here and does not find; `null` when there is no Podman. Podman looks for
 * its own in directories of its own and on the PATH; newuidmap and newgidmap only on the PATH
 * (rootless_linux.go of podman).
 */
export function missingHelpers(facts: HelperFacts): readonly MissingHelper[] | null {
  const conf = facts.containersConf.state === 'known' ? facts.containersConf : NO_CONF;
  const host = podmanNetwork({ ...facts, containersConf: conf });
  if ('because' in host) return null;
  const { podman, settings, tools } = host;
  const isRoot = facts.user.state === 'known' && facts.user.value.uid === 0;
  const anywhere: readonly HelperName[] = [
    'conmon',
    'catatonit',
    ...runtimes(settings, tools),
    ...(isRoot ? [] : rootlessHelpers(podman, settings, facts.sysctls)),
    ...netavark(facts, host),
  ];
  const onlyPath: readonly HelperName[] = isRoot ? [] : ['newuidmap', 'newgidmap'];
  return [
    ...onlyPath.filter((name) => pathOf(tools.onPath, name) === undefined).map(toMissing),
    ...anywhere.filter((name) => pathOf(tools.paths, name) === undefined).map(toMissing),
    ...(lacksBridgePlugin(facts, host) ? [{ name: 'CNI plugins', packages: CNI_PACKAGES }] : []),
  ];
}

/** Programs that are nowhere although the package that has them is installed, needed or not. */
export function brokenHelpers(
  paths: Tools['paths'],
  installed: readonly string[],
  manager: PackageManager,
): readonly HelperName[] {
  return HELPER_NAMES.filter(
    (name) =>
      pathOf(paths, name) === undefined && installed.includes(HELPER_PACKAGES[name][manager] ?? ''),
  );
}

const NO_CONF = { state: 'known', value: { settings: new Map() } } as const;

type Host = Exclude<ReturnType<typeof podmanNetwork>, { readonly because: string }>;

function toMissing(name: HelperName): MissingHelper {
  return { name, packages: HELPER_PACKAGES[name] };
}

function pathOf(paths: Tools['paths'], name: string): string | undefined {
  return new Map<string, string | undefined>(Object.entries(paths)).get(name);
}

function runtimes(settings: TomlSettings, { paths }: Tools): readonly HelperName[] {
  const wanted = stringAt(settings, 'engine.runtime');
  if (wanted === 'crun' || wanted === 'runc') return [wanted];
  const some = paths.crun !== undefined || paths.runc !== undefined;
  return wanted === undefined && !some ? ['crun'] : [];
}

/** Without fuse-overlayfs a kernel that lets no user mount overlay leaves only vfs. */
function rootlessHelpers(
  podman: Version,
  settings: TomlSettings,
  sysctls: Readable<Sysctls>,
): readonly HelperName[] {
  const network = rootlessNetwork(podman, settings);
  const release = sysctls.state === 'known' ? (sysctls.value.get('kernel.osrelease') ?? '') : '';
  return [
    ...('tool' in network ? [network.tool] : []),
    ...(mountsOverlayForUsers(release) ? [] : (['fuse-overlayfs'] as const)),
  ];
}

function netavark({ networkConfig, versions }: HelperFacts, host: Host): readonly HelperName[] {
  if (networkConfig.state !== 'known') return [];
  const { backend } = usedBackend(host, networkConfig.value);
  if (backend !== 'netavark') return [];
  const version = versions.state === 'known' ? versions.value.netavark?.version : undefined;
  const programs = version === undefined ? [] : netavarkDriver(version, host.settings).programs;
  const found = programs.some((name) => pathOf(host.tools.paths, name) !== undefined);
  return ['netavark', 'aardvark-dns', ...(found ? [] : programs.slice(0, 1))];
}

function lacksBridgePlugin({ networkConfig }: HelperFacts, host: Host): boolean {
  if (networkConfig.state !== 'known') return false;
  const { backend } = usedBackend(host, networkConfig.value);
  const plugins = Object.values(host.tools.cniPlugins).flat();
  return backend === 'cni' && !plugins.includes('bridge');
}
