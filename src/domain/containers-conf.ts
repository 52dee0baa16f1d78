import type { ConfiguredPaths } from '../facts/configured-paths.ts';
import { isAtLeast, type Version } from '../parse/version.ts';
import type { TomlSetting, TomlSettings, TomlValue } from '../parse/toml.ts';

/** A setting of containers.conf that stops Podman. */
export interface SettingProblem {
  readonly kind: 'value' | 'type' | 'path';
  readonly key: string;
  readonly value: string;
  readonly expected: string;
  readonly setting: TomlSetting;
}

/**
 * Settings with which Podman does not start, or starts no container. Each was tried with Podman 5.4: other
 * wrong values (`firewall_driver`, `image_default_format`, `netns`, unknown keys) do no harm there.
 */
export function settingProblems(
  settings: TomlSettings,
  paths: ConfiguredPaths,
  podman: Version | undefined,
): readonly SettingProblem[] {
  return [...settings].flatMap(([key, setting]) => {
    const since = SINCE.get(key);
    if (since !== undefined && podman !== undefined && !isAtLeast(podman, since)) return [];
    const expectedType = TYPES.get(key);
    const { value } = setting;
    if (expectedType !== undefined && !hasType(value, expectedType)) {
      return [problem('type', key, setting, NAMES[expectedType])];
    }
    const allowed = VALUES.get(key);
    if (allowed !== undefined && typeof value === 'string' && !allowed.test(value)) {
      return [problem('value', key, setting, readable(allowed))];
    }
    if (key === 'containers.default_ulimits') return ulimitProblems(key, setting);
    if (key === 'containers.seccomp_profile' && isMissingFile(value, paths)) {
      return [problem('path', key, setting, 'the path of a file, or "unconfined"')];
    }
    return [];
  });
}

type TypeName = 'text' | 'number' | 'switch' | 'list';

const NAMES: Readonly<Record<TypeName, string>> = {
  text: 'text in quotes',
  number: 'a number without quotes',
  switch: 'true or false',
  list: 'a list in brackets',
};

/** An older Podman does not know the key, and ignores it: measured with 4.3. */
const SINCE: ReadonlyMap<string, string> = new Map([
  ['engine.database_backend', '4.8'],
  ['network.default_rootless_network_cmd', '4.8'],
]);

/** Empty text stands for the default everywhere. */
const VALUES: ReadonlyMap<string, RegExp> = new Map([
  ['engine.cgroup_manager', /^(?:|systemd|cgroupfs)$/u],
  ['engine.events_logger', /^(?:|journald|file|none)$/u],
  ['engine.database_backend', /^(?:|sqlite|boltdb)$/u],
  ['engine.pull_policy', /^(?:|always|missing|newer|never|ifnotpresent)$/iu],
  ['network.network_backend', /^(?:|netavark|cni)$/u],
  ['network.default_rootless_network_cmd', /^(?:|pasta|slirp4netns)$/u],
  ['containers.log_driver', /^(?:|journald|k8s-file|json-file|none|passthrough|passthrough-tty)$/u],
  ['containers.umask', /^(?:|[0-7]{1,4})$/u],
]);

const TYPES: ReadonlyMap<string, TypeName> = new Map([
  ...[
    ...VALUES.keys(),
    'engine.runtime',
    'engine.image_copy_tmp_dir',
    'engine.init_path',
    'engine.lock_type',
    'engine.network_cmd_path',
    'engine.tmp_dir',
    'engine.volume_path',
    'containers.apparmor_profile',
    'containers.cgroupns',
    'containers.cgroups',
    'containers.ipcns',
    'containers.netns',
    'containers.pidns',
    'containers.seccomp_profile',
    'containers.shm_size',
    'containers.tz',
    'containers.userns',
    'containers.utsns',
    'network.default_network',
    'network.default_subnet',
    'network.firewall_driver',
  ].map((key) => [key, 'text'] as const),
  ...[
    'engine.num_locks',
    'engine.stop_timeout',
    'containers.pids_limit',
    'containers.log_size_max',
  ].map((key) => [key, 'number'] as const),
  ...[
    'containers.init',
    'containers.keyring',
    'containers.label',
    'containers.no_hosts',
    'engine.remote',
  ].map((key) => [key, 'switch'] as const),
  ...[
    'engine.conmon_path',
    'engine.env',
    'engine.helper_binaries_dir',
    'engine.hooks_dir',
    'containers.annotations',
    'containers.default_capabilities',
    'containers.default_sysctls',
    'containers.default_ulimits',
    'containers.devices',
    'containers.dns_servers',
    'containers.env',
    'containers.mounts',
    'containers.volumes',
    'network.cni_plugin_dirs',
    'network.netavark_plugin_dirs',
  ].map((key) => [key, 'list'] as const),
]);

function hasType(value: TomlValue, type: TypeName): boolean {
  if (type === 'list') return Array.isArray(value);
  const wanted = { text: 'string', number: 'number', switch: 'boolean' }[type];
  return typeof value === wanted;
}

function ulimitProblems(key: string, setting: TomlSetting): readonly SettingProblem[] {
  const items: readonly unknown[] = Array.isArray(setting.value) ? setting.value : [];
  return items
    .filter((item): item is string => typeof item === 'string')
    .filter((item) => !/^\w+=(?:host|-?\d+(?::-?\d+)?)$/u.test(item) && item !== 'host')
    .map((item) => ({
      ...problem('value', key, setting, 'NAME=SOFT:HARD with numbers'),
      value: item,
    }));
}

/** Only what is proven absent: a path that could not be seen is none of this check's business. */
function isMissingFile(value: TomlValue, paths: ConfiguredPaths): boolean {
  return typeof value === 'string' && paths.get(value) === 'absent';
}

function readable(allowed: RegExp): string {
  const words = allowed.source.replaceAll(/^\^\(\?:\||\)\$$/gu, '');
  return words.startsWith('[') ? 'octal digits' : words.replaceAll('|', ', ');
}

function problem(
  kind: SettingProblem['kind'],
  key: string,
  setting: TomlSetting,
  expected: string,
): SettingProblem {
  const { value } = setting;
  return {
    kind,
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    expected,
    setting,
  };
}
