import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, type Finding, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/**
 * Measured: Podman 4.3 prints `Failed to read …` and goes on with its defaults, and wants a driver in the
 * file; what it then makes is another store than the one that was meant.
 */
export const storageConfigIgnored = defineCheck({
  meta: {
    id: 'storage-config-ignored',
    area: 'storage',
    title: 'storage.conf is not ignored',
    failureTitle: 'storage.conf is ignored, or leaves the driver open',
    description:
      'Podman before 5 goes on with its defaults when it cannot read storage.conf: another driver, another place, and images that seem to be gone.',
    severity: 'warning',
    needs: ['run', 'api'],
    covers: ['F112'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md',
    ],
    messages: {
      syntax:
        '{{file}} line {{line}} is no valid TOML, and Podman {{major}} ignores the file: {{problem}}.',
      withoutDriver: '{{file}} does not set a driver, so Podman picks one by itself.',
    },
    commands: {
      syntax: ['sed -n {{line}}p {{file}}', 'podman info'],
      withoutDriver: ['grep -n driver {{file}}', 'podman info'],
    },
    fixes: [],
  },
  requires: ['storageConf', 'versions'],
  evaluate({ storageConf, versions }) {
    const conf = valueOr(storageConf, undefined);
    const major = profileOf(versions)?.major;
    if (conf === undefined || major === undefined || major >= 5)
      return verdictOf<'syntax' | 'withoutDriver'>([]);
    const findings: Finding<'syntax' | 'withoutDriver'>[] = conf.problems.map(
      ({ file, line, message }) => ({
        messageId: 'syntax',
        data: { file, line, major, problem: message },
        evidence: [{ kind: 'file', where: file, line, found: message, expected: 'TOML' }],
      }),
    );
    const isOwn = conf.used !== null && !/^\/(?:etc|usr)\//u.test(conf.used);
    if (
      findings.length === 0 &&
      isOwn &&
      !conf.settings.has('storage.driver') &&
      conf.driverFromEnvironment === null
    ) {
      const file = conf.used;
      findings.push({
        messageId: 'withoutDriver',
        data: { file },
        evidence: [
          { kind: 'file', where: file, found: 'no driver', expected: 'driver = "overlay"' },
        ],
      });
    }
    return verdictOf(findings);
  },
});
