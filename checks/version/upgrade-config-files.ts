import { type ShadowedFile, shadowedFiles } from '../../src/domain/shadowed-files.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  pass,
  verdictOf,
} from '../../src/model/check.ts';

/** containers.conf(5) of Podman 6: the user's file, "otherwise" that of /etc, "otherwise" that of /usr/share. */
export const upgradeConfigFiles = defineCheck({
  meta: {
    id: 'upgrade-config-files',
    area: 'version',
    title: 'The Podman to come reads the same containers.conf',
    failureTitle: 'The Podman to come leaves out a containers.conf that counts now',
    description:
      'Older releases put all containers.conf together, setting by setting. Podman 6 takes one of them whole: with a file of the user, what only /etc/containers/containers.conf sets is lost.',
    severity: 'warning',
    needs: ['upgrade'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/container-libs/blob/main/common/docs/containers.conf.5.md',
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
    ],
    messages: {
      shadowed: '{{target}} reads {{by}} in place of {{file}}, which sets {{keys}}.',
    },
    commands: {
      shadowed: [
        'diff {{file}} {{by}}',
        'sudo mkdir -p /etc/containers/containers.conf.d && sudo cp {{file}} /etc/containers/containers.conf.d/50-local.conf',
      ],
    },
    fixes: [],
  },
  requires: ['versions', 'containersConf'],
  evaluate({ versions, containersConf }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    if (upgrade.to.mainFiles === 'merged') {
      return notApplicable(`${upgrade.name} puts the files together`);
    }
    if (containersConf.state === 'absent') return pass;
    return verdictOf(
      shadowedFiles(containersConf.value).map((shadowed) => toFinding(shadowed, upgrade.name)),
    );
  },
});

function toFinding({ file, by, keys }: ShadowedFile, target: string): Finding<'shadowed'> {
  const list = keys.join(', ');
  return {
    messageId: 'shadowed',
    data: { file, by, keys: list, target },
    evidence: [
      { kind: 'file', where: file, found: list, expected: `the same in ${by}, or a drop-in` },
    ],
  };
}
