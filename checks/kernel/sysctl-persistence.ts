import { brokenAtBoot, readAtBoot } from '../../src/domain/boot-sysctls.ts';
import { defineCheck, unknown, verdictOf } from '../../src/model/check.ts';

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
      breaks: ['sysctl {{key}}', 'sudoedit {{file}}', 'sysctl {{key}}'],
    },
    fixes: ['boot-sysctl'],
  },
  requires: ['init', 'sysctls', 'sysctlFiles'],
  evaluate({ init, sysctls, sysctlFiles }) {
    if (init.state !== 'known') return unknown(init.because);
    if (sysctls.state !== 'known') return unknown(sysctls.because);
    if (sysctlFiles.state !== 'known') return unknown(sysctlFiles.because);
    const boot = readAtBoot(sysctlFiles.value, init.value);
    const findings = brokenAtBoot(sysctls.value, boot).map(
      ({ key, now, atBoot, setting, harm }) => {
        const { path: file, line } = setting;
        const found = `${key} = ${setting.value}`;
        return {
          messageId: 'breaks' as const,
          data: { key, value: now, file, line, atBoot, harm },
          evidence: [
            { kind: 'file', where: file, line, found, expected: `${key} = ${now}` },
          ] as const,
        };
      },
    );
    const [hidden] = boot.denied;
    if (findings.length === 0 && hidden !== undefined) {
      return unknown(
        `${hidden} may not be read, and is applied at the next boot; root can read it`,
      );
    }
    return verdictOf(findings);
  },
});
