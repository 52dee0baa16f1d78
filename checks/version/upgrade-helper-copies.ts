import { upgradeOf } from '../../src/domain/upgrade.ts';
import { type OldHelper, oldHelpers } from '../../src/domain/upgrade-helpers.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';

/** Podman looks in /usr/local before the directories of packages, and the PATH does so, too. */
export const upgradeHelperCopies = defineCheck({
  meta: {
    id: 'upgrade-helper-copies',
    area: 'version',
    title: 'No old helper stays in front of those of the packages',
    failureTitle: 'An old helper stays in front of the one of the package',
    description:
      'A helper that somebody put into /usr/local is not upgraded with the packages, and is found before theirs: the new Podman works with the old helper, and containers fail.',
    severity: 'error',
    needs: ['upgrade'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/releases/tag/v2.0.0',
      'https://github.com/containers/podman/issues/27272',
      'https://github.com/podman-container-tools/container-libs/blob/main/common/docs/containers.conf.5.md',
    ],
    messages: {
      tooOld:
        '{{path}} is {{name}} {{version}}, which no package upgrades; {{target}} needs {{needed}} or later.',
    },
    commands: {
      tooOld: [
        '{{path}} --version',
        'sudo mv {{path}} {{path}}.old   # or install a newer one there',
      ],
    },
    fixes: [],
  },
  requires: ['tools', 'versions', 'containersConf', 'user'],
  consults: ['configuredPaths'],
  evaluate(facts, needs) {
    const upgrade = upgradeOf(needs, facts.versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    return verdictOf(
      oldHelpers(upgrade, facts)
        .filter(({ blocks }) => blocks)
        .map((helper) => tooOld(helper, upgrade.name)),
    );
  },
});

function tooOld({ name, path, version, needed }: OldHelper, target: string): Finding<'tooOld'> {
  return {
    messageId: 'tooOld',
    data: { name, path, version, needed, target },
    evidence: [
      {
        kind: 'command',
        where: `${path} --version`,
        found: version,
        expected: `${needed} or later`,
      },
    ],
  };
}
