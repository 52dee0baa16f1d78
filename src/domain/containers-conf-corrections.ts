import type { ConfiguredPaths } from '../facts/configured-paths.ts';
import type { LayeredConfig } from '../facts/containers-conf.ts';
import type { Init } from '../facts/init.ts';
import type { Journal } from '../facts/journal.ts';
import type { Tools } from '../facts/tools.ts';
import type { FactState } from '../model/fact.ts';
import type { Cgroup } from '../parse/cgroup.ts';
import type { Limits } from '../parse/limits.ts';
import type { TomlSetting, TomlValue } from '../parse/toml.ts';
import { parseUlimit } from '../parse/ulimit.ts';
import type { Version } from '../parse/version.ts';
import { settingProblems } from './containers-conf.ts';
import { addsToBuiltIn, seekNetavark } from './helper-directories.ts';
import { chosenRuntime, runtimePath } from './oci-runtime.ts';
import { podmanProfile } from './podman-profile.ts';

/** A setting with which Podman does not work on this host, and one with which it does. */
export interface Correction {
  /** Such as `engine.runtime`. */
  readonly key: string;
  readonly setting: TomlSetting;
  readonly value: string | readonly string[];
}

export interface CorrectedFacts {
  readonly conf: LayeredConfig;
  readonly podman: Version;
  readonly configuredPaths: FactState<ConfiguredPaths>;
  readonly tools: FactState<Tools>;
  readonly init: FactState<Init>;
  readonly cgroup: FactState<Cgroup>;
  readonly limits: FactState<Limits>;
  readonly journal: FactState<Journal>;
}

/**
 * Settings of the wrong value that have one right value on this host. What somebody chose to restrict
 * containers by (a seccomp or AppArmor profile that is gone) is none of them: the default may allow more.
 */
export function corrections(facts: CorrectedFacts): readonly Correction[] {
  const { settings } = facts.conf;
  return RULES.flatMap(({ key, right }) => {
    const setting = settings.get(key);
    if (setting === undefined) return [];
    const value = right(setting.value, facts);
    return value === undefined ? [] : [{ key, setting, value }];
  });
}

interface Rule {
  readonly key: string;
  /** The right value in place of a wrong one; undefined when it is right, or nobody can tell. */
  readonly right: (value: TomlValue, facts: CorrectedFacts) => Correction['value'] | undefined;
}

const RULES: readonly Rule[] = [
  { key: 'engine.runtime', right: rightRuntime },
  { key: 'network.network_backend', right: rightBackend },
  { key: 'engine.cgroup_manager', right: rightManager },
  { key: 'engine.helper_binaries_dir', right: rightDirectories },
  { key: 'containers.default_ulimits', right: rightUlimits },
  { key: 'engine.events_logger', right: rightJournal('engine.events_logger', 'file') },
  { key: 'containers.log_driver', right: rightJournal('containers.log_driver', 'k8s-file') },
  { key: 'engine.pull_policy', right: unlessKnown('engine.pull_policy', 'missing') },
  { key: 'containers.umask', right: unlessKnown('containers.umask', '0022') },
  {
    key: 'network.default_rootless_network_cmd',
    right: (value, facts) =>
      unlessKnown(
        'network.default_rootless_network_cmd',
        podmanProfile(facts.podman).rootlessNetworkTool,
      )(value, facts),
  },
];

/** crun and runc can be installed; another name is one that only this setting knows. */
function rightRuntime(
  value: TomlValue,
  { conf, configuredPaths, tools }: CorrectedFacts,
): string | undefined {
  if (tools.state !== 'known' || tools.value.store !== null) return undefined;
  if (typeof value !== 'string' || ['', 'crun', 'runc'].includes(value)) return undefined;
  const layers = { state: 'known', value: conf } as const;
  if (chosenRuntime(layers, configuredPaths, tools.value).path !== null) return undefined;
  return ['crun', 'runc'].find(
    (name) => runtimePath(name, layers, configuredPaths, tools.value) !== null,
  );
}

function rightBackend(value: TomlValue, { podman }: CorrectedFacts): string | undefined {
  const known: readonly string[] = podmanProfile(podman).networkBackends;
  if (typeof value !== 'string' || value === '' || known.includes(value)) return undefined;
  return known.includes('netavark') ? 'netavark' : undefined;
}

function rightManager(value: TomlValue, { init, cgroup }: CorrectedFacts): string | undefined {
  if (typeof value !== 'string' || ['', 'systemd', 'cgroupfs'].includes(value)) return undefined;
  if (init.state !== 'known' || cgroup.state !== 'known') return undefined;
  return init.value.systemd && cgroup.value.version === 'unified' ? 'systemd' : 'cgroupfs';
}

/** The directory where netavark is comes after those that somebody named. */
function rightDirectories(
  value: TomlValue,
  { podman, configuredPaths, tools }: CorrectedFacts,
): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || addsToBuiltIn({ value })) return undefined;
  if (tools.state !== 'known' || configuredPaths.state !== 'known') return undefined;
  const usesNetavark = podmanProfile(podman).networkBackends.includes('netavark');
  const { netavark } = tools.value.paths;
  const directories = value.filter((item: unknown) => typeof item === 'string');
  if (!usesNetavark || netavark === undefined) return undefined;
  if (seekNetavark(directories, configuredPaths.value) !== 'nowhere') return undefined;
  const own = netavark.slice(0, netavark.lastIndexOf('/'));
  return directories.includes(own) ? undefined : [...directories, own];
}

/** A limit above the hard one of the session is lowered to it; what is no limit at all is left out. */
function rightUlimits(value: TomlValue, facts: CorrectedFacts): readonly string[] | undefined {
  const { limits } = facts;
  if (!Array.isArray(value) || limits.state !== 'known' || limits.value.session === null) {
    return undefined;
  }
  const items: readonly string[] = value.filter((item: unknown) => typeof item === 'string');
  if (items.length < value.length) return undefined;
  const { openFiles, processes } = limits.value.session;
  const hard = new Map([
    ['nofile', openFiles.hard],
    ['nproc', processes.hard],
  ]);
  const malformed = new Set(problemsOf('containers.default_ulimits', facts));
  const right = items
    .filter((item) => !malformed.has(item))
    .map((item) => {
      const wanted = parseUlimit(item);
      const most = hard.get(wanted?.name ?? '') ?? Number.POSITIVE_INFINITY;
      if (wanted === null || Math.max(wanted.soft, wanted.hard) <= most) return item;
      return `${wanted.name}=${Math.min(wanted.soft, most)}:${most}`;
    });
  return right.join('\n') === items.join('\n') ? undefined : right;
}

/** Also a journal that does not run. */
function rightJournal(key: string, other: string): Rule['right'] {
  return (value, facts) => {
    const { journal } = facts;
    const isGone = value === 'journald' && journal.state === 'known' && !journal.value.socket;
    return isGone ? other : unlessKnown(key, other)(value, facts);
  };
}

function unlessKnown(key: string, usual: string): Rule['right'] {
  return (_, facts) => (problemsOf(key, facts).length > 0 ? usual : undefined);
}

function problemsOf(
  key: string,
  { conf, configuredPaths, podman }: CorrectedFacts,
): readonly string[] {
  const paths =
    configuredPaths.state === 'known' ? configuredPaths.value : new Map<string, never>();
  return settingProblems(conf.settings, paths, podman)
    .filter((problem) => problem.kind === 'value' && problem.key === key)
    .map(({ value }) => value);
}
