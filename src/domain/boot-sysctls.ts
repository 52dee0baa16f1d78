import type { Init } from '../facts/init.ts';
import {
  MAIN_FILE,
  settingOf,
  type SysctlFiles,
  type SysctlSetting,
} from '../parse/sysctl-files.ts';

/** A key that is right now and that the next boot sets to a value with which no container starts. */
export interface BootSysctl {
  readonly key: string;
  readonly now: number;
  readonly atBoot: number;
  readonly setting: SysctlSetting;
  readonly harm: string;
}

interface Key {
  readonly key: string;
  /** Whether rootless Podman cannot work with the value. */
  readonly breaks: (value: number) => boolean;
  readonly harm: string;
}

const NAMESPACES = ['user', 'net', 'mnt', 'pid', 'ipc', 'uts'];

/** Keys with values that keep containers from starting; the same limits as the checks of what is now. */
const KEYS: readonly Key[] = [
  {
    key: 'kernel.unprivileged_userns_clone',
    breaks: (value) => value === 0,
    harm: 'ordinary users may not make user namespaces then',
  },
  ...NAMESPACES.map((kind) => ({
    key: `user.max_${kind}_namespaces`,
    breaks: (value: number) => value === 0,
    harm: `nobody may make ${kind} namespaces then`,
  })),
  {
    key: 'kernel.modules_disabled',
    breaks: (value) => value === 1,
    harm: 'no module can be loaded then, such as overlay or tun',
  },
];

/** The keys that the next boot breaks, by what is read then: see `readAtBoot`. */
export function brokenAtBoot(
  sysctls: ReadonlyMap<string, string | null>,
  boot: Pick<SysctlFiles, 'settings'>,
): readonly BootSysctl[] {
  return KEYS.flatMap(({ key, breaks, harm }) => {
    const now = toNumber(sysctls.get(key));
    const setting = settingOf(boot, key);
    const atBoot = toNumber(setting?.value);
    if (now === undefined || breaks(now)) return [];
    if (setting === undefined || atBoot === undefined || !breaks(atBoot)) return [];
    return [{ key, now, atBoot, setting, harm }];
  });
}

/** systemd-sysctl does not read /etc/sysctl.conf; Debian 12 links it into /etc/sysctl.d, Debian 13 does not. */
export function readAtBoot(
  { settings, denied }: SysctlFiles,
  { systemd }: Init,
): Pick<SysctlFiles, 'settings' | 'denied'> {
  if (!systemd) return { settings, denied };
  return {
    settings: settings.filter(({ path }) => path !== MAIN_FILE),
    denied: denied.filter((path) => path !== MAIN_FILE),
  };
}

function toNumber(text: string | null | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^\d{1,15}$/u.test(trimmed) ? Number(trimmed) : undefined;
}
