import type { FactState, Readable } from '../model/fact.ts';
import type { HelperFacts } from './helpers-needed.ts';

/** The shape of the facts that decide which helpers are needed; each is a subset of its fact. */
export interface HelperSources {
  readonly user: Readable<{ readonly uid: number }>;
  readonly tools: Readable<{
    readonly paths: HelperFacts['paths'];
    readonly onPath: HelperFacts['onPath'];
    readonly cniPlugins: Readonly<Record<string, readonly string[]>>;
  }>;
  readonly versions: Readable<
    Readonly<
      Partial<
        Record<string, { readonly version: { readonly numbers: readonly number[] } | undefined }>
      >
    >
  >;
  readonly sysctls: Readable<ReadonlyMap<string, string | null>>;
  readonly containersConf: FactState<{
    readonly settings: ReadonlyMap<string, { readonly value: unknown }>;
  }>;
}

/** What decides which helpers Podman needs; `null` when there is no Podman. */
export function helperFactsOf(sources: HelperSources): HelperFacts | null {
  const { user, tools, versions, sysctls, containersConf } = sources;
  if (tools.state === 'absent' || tools.value.onPath['podman'] === undefined) return null;
  const podman = versions.state === 'known' ? versions.value['podman']?.version : undefined;
  const [podmanMajor] = podman?.numbers ?? [];
  if (podmanMajor === undefined) return null;
  const setting = (key: string): string | undefined => {
    const value =
      containersConf.state === 'known' ? containersConf.value.settings.get(key)?.value : null;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    paths: tools.value.paths,
    onPath: tools.value.onPath,
    hasCniPlugins: Object.values(tools.value.cniPlugins).some((names) => names.includes('bridge')),
    podmanMajor,
    networkCommand: setting('network.default_rootless_network_cmd'),
    runtime: setting('engine.runtime'),
    kernel: kernelOf(sysctls.state === 'known' ? sysctls.value.get('kernel.osrelease') : null),
    isRoot: user.state === 'known' && user.value.uid === 0,
  };
}

/** An unknown kernel counts as a new one: nothing is installed on a guess. */
function kernelOf(release: string | null | undefined): readonly [number, number] {
  const match = /^(?<major>\d+)\.(?<minor>\d+)/u.exec(release ?? '');
  return match === null
    ? [Number.MAX_SAFE_INTEGER, 0]
    : [Number(match.groups?.['major']), Number(match.groups?.['minor'])];
}
