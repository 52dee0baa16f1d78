import type { PackageManager } from '../model/fix.ts';
import { type HelperName, HELPER_NAMES, HELPER_PACKAGES } from './packages.ts';

/** What decides which helpers Podman needs. */
export interface HelperFacts {
  /** Where programs are; one that is nowhere is missing. */
  readonly paths: Readonly<Partial<Record<string, string>>>;
  /** First file on the PATH. */
  readonly onPath: Readonly<Partial<Record<string, string>>>;
  readonly hasCniPlugins: boolean;
  /** First number of Podman's version. */
  readonly podmanMajor: number;
  /** `default_rootless_network_cmd` of containers.conf. */
  readonly networkCommand: string | undefined;
  /** `engine.runtime` of containers.conf. */
  readonly runtime: string | undefined;
  /** First two numbers of the kernel's version. */
  readonly kernel: readonly [number, number];
  readonly isRoot: boolean;
}

/**
 * The helpers that Podman needs here and does not find. Podman looks for its own in directories of its
 * own and on the PATH; newuidmap and newgidmap only on the PATH (rootless_linux.go of podman).
 */
export function missingHelpers(facts: HelperFacts): readonly HelperName[] {
  const { paths, onPath, podmanMajor, isRoot } = facts;
  const rootless: readonly HelperName[] = isRoot ? [] : ['newuidmap', 'newgidmap'];
  const onlyPath = rootless.filter((name) => onPath[name] === undefined);
  const anywhere: readonly HelperName[] = [
    'conmon',
    ...runtimes(facts),
    ...networkPrograms(facts),
    ...(isRoot ? [] : ([podmanMajor >= 5 ? 'pasta' : 'slirp4netns', ...asked(facts)] as const)),
    ...(needsFuse(facts) ? (['fuse-overlayfs'] as const) : []),
    'catatonit',
  ];
  return [...new Set([...onlyPath, ...anywhere.filter((name) => paths[name] === undefined)])];
}

/** A helper that is there although nothing needs it is nobody's fault; one whose package is there is. */
export function brokenHelpers(
  paths: HelperFacts['paths'],
  installed: readonly string[],
  manager: PackageManager,
): readonly HelperName[] {
  return HELPER_NAMES.filter(
    (name) => paths[name] === undefined && installed.includes(HELPER_PACKAGES[name][manager] ?? ''),
  );
}

function runtimes({ paths, runtime }: HelperFacts): readonly HelperName[] {
  if (runtime === 'crun') return ['crun'];
  const some = paths['crun'] !== undefined || paths['runc'] !== undefined;
  return runtime === undefined && !some ? ['crun'] : [];
}

/** Podman 4 uses netavark where it finds it, and CNI's plugins else; Podman 5 has only netavark. */
function networkPrograms({
  podmanMajor,
  paths,
  hasCniPlugins,
}: HelperFacts): readonly HelperName[] {
  if (podmanMajor < 4) return [];
  if (podmanMajor === 4 && paths['netavark'] === undefined && hasCniPlugins) return [];
  return ['netavark', 'aardvark-dns'];
}

function asked({ networkCommand }: HelperFacts): readonly HelperName[] {
  return networkCommand === 'slirp4netns' || networkCommand === 'pasta' ? [networkCommand] : [];
}

/** Before 5.11 the kernel let no user mount an overlay (overlayfs in user namespaces). */
function needsFuse({ kernel: [major, minor], isRoot }: HelperFacts): boolean {
  return !isRoot && (major < 5 || (major === 5 && minor < 11));
}
