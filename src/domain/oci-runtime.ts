import type { ConfiguredPaths } from '../facts/configured-paths.ts';
import type { LayeredConfig } from '../facts/containers-conf.ts';
import type { Tools } from '../facts/tools.ts';
import type { FactState } from '../model/fact.ts';
import type { RecordedRuntime, Storage } from '../parse/storage.ts';
import { stringAt, stringsAt, type TomlSetting } from '../parse/toml.ts';

/** The OCI runtime that Podman will start containers with. */
export interface ChosenRuntime {
  /** `crun`, `runc`, or what containers.conf calls it. */
  readonly name: string;
  /** Where it is; null when it is nowhere. */
  readonly path: string | null;
  /** Why this one, if it is configured. */
  readonly setting: TomlSetting | undefined;
  /** Where it was looked for. */
  readonly lookedIn: readonly string[];
}

/** Built-in paths of crun and runc: `defaultConfig` of common/pkg/config. */
const DIRECTORIES = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/sbin', '/bin'];

/**
 * Follows `newConmonOCIRuntime` and `findRuntime`: the configured runtime, or the first of crun and
 * runc that is there; its configured paths, then the PATH. Measured with Podman 5.4: a wrong path in
 * `engine.runtimes` does no harm while the PATH has a program of that name.
 */
export function chosenRuntime(
  conf: FactState<LayeredConfig>,
  configured: FactState<ConfiguredPaths>,
  tools: Tools,
): ChosenRuntime {
  const settings: LayeredConfig['settings'] =
    conf.state === 'known' ? conf.value.settings : new Map();
  const name = stringAt(settings, 'engine.runtime');
  const setting = settings.get('engine.runtime');
  const find = (runtime: string): ChosenRuntime => ({
    name: runtime,
    path: runtimePath(runtime, conf, configured, tools),
    setting,
    lookedIn: [...(stringsAt(settings, `engine.runtimes.${runtime}`) ?? []), ...DIRECTORIES],
  });
  if (name === undefined) {
    const [crun, runc] = [find('crun'), find('runc')];
    return crun.path === null && runc.path !== null ? runc : crun;
  }
  // A path may stand for the name: then it is that program, or none.
  if (!name.startsWith('/')) return find(name);
  const state = configured.state === 'known' ? configured.value.get(name) : undefined;
  return { name, path: state === 'program' ? name : null, setting, lookedIn: [name] };
}

/** Where the runtime of that name is: its configured paths, then the PATH; null when it is at none of them. */
export function runtimePath(
  name: string,
  conf: FactState<LayeredConfig>,
  configured: FactState<ConfiguredPaths>,
  tools: Tools,
): string | null {
  const settings: LayeredConfig['settings'] =
    conf.state === 'known' ? conf.value.settings : new Map();
  const known = new Map(configured.state === 'known' ? configured.value : []);
  const paths = stringsAt(settings, `engine.runtimes.${name}`) ?? [];
  const there = paths.find((path) => known.get(path) === 'program');
  const onPath = new Map<string, string | undefined>(Object.entries(tools.onPath)).get(name);
  return there ?? onPath ?? null;
}

/** The names of which the fact `tools` knows whether they are on the PATH. */
const NAMES_ON_PATH = new Set(['crun', 'runc']);

/** Runtimes that containers of the store were made with, and that are proven to be nowhere. */
export function goneRuntimes(
  { runtimes }: Pick<Storage, 'runtimes'>,
  {
    containersConf,
    configuredPaths,
    tools,
  }: {
    readonly containersConf: FactState<LayeredConfig>;
    readonly configuredPaths: FactState<ConfiguredPaths>;
    readonly tools: Tools;
  },
): readonly RecordedRuntime[] {
  return runtimes.filter(
    ({ name, path }) =>
      NAMES_ON_PATH.has(name) &&
      path === null &&
      runtimePath(name, containersConf, configuredPaths, tools) === null,
  );
}
