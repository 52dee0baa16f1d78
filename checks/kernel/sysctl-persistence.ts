import { defineCheck, unknown, verdictOf } from '../../src/model/check.ts';
import type { Init } from '../../src/facts/init.ts';
import { MAIN_FILE, settingOf, type SysctlFiles } from '../../src/parse/sysctl-files.ts';

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

/**
 * What somebody wrote with `sysctl -w` is gone after a reboot, and what a file says comes: the host works
 * today and not tomorrow. The reverse, a file that was not applied, is the other checks' evidence.
 */
export const sysctlPersistence = defineCheck({
  meta: {
    id: 'sysctl-persistence',
    area: 'kernel',
    title: 'The next boot sets no kernel key that stops rootless Podman',
    failureTitle: 'The next boot sets a kernel key that stops rootless Podman',
    description:
      'Containers start now, because a key was changed by hand; the file that is read at boot changes it back.',
    severity: 'warning',
    needs: ['run', 'boot'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/sysctl.d.5.html',
      'https://man7.org/linux/man-pages/man8/systemd-sysctl.service.8.html',
    ],
    messages: {
      breaks:
        '{{key}} is {{value}} now, but {{file}} line {{line}} sets it to {{atBoot}} at the next boot: {{harm}}.',
    },
    commands: {
      breaks: ['sysctl {{key}}', 'sudoedit {{file}}', 'sudo sysctl --system', 'sysctl {{key}}'],
    },
    fixes: [],
  },
  requires: ['init', 'sysctls', 'sysctlFiles'],
  evaluate({ init, sysctls, sysctlFiles }) {
    if (init.state !== 'known') return unknown(init.because);
    if (sysctls.state !== 'known') return unknown(sysctls.because);
    if (sysctlFiles.state !== 'known') return unknown(sysctlFiles.because);
    const boot = readAtBoot(sysctlFiles.value, init.value);
    const findings = KEYS.flatMap(({ key, breaks, harm }) => {
      const now = toNumber(sysctls.value.get(key));
      const setting = settingOf(boot, key);
      const atBoot = toNumber(setting?.value);
      if (now === undefined || breaks(now)) return [];
      if (setting === undefined || atBoot === undefined || !breaks(atBoot)) return [];
      const { path: file, line } = setting;
      const found = `${key} = ${setting.value}`;
      return [
        {
          messageId: 'breaks' as const,
          data: { key, value: now, file, line, atBoot, harm },
          evidence: [
            { kind: 'file', where: file, line, found, expected: `${key} = ${now}` },
          ] as const,
        },
      ];
    });
    const [hidden] = boot.denied;
    if (findings.length === 0 && hidden !== undefined) {
      return unknown(
        `${hidden} may not be read, and is applied at the next boot; root can read it`,
      );
    }
    return verdictOf(findings);
  },
});

/** systemd-sysctl does not read /etc/sysctl.conf; Debian 12 links it into /etc/sysctl.d, Debian 13 does not. */
function readAtBoot({ settings, denied }: SysctlFiles, { systemd }: Init) {
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
