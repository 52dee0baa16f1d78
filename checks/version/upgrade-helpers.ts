import { upgradeOf } from '../../src/domain/upgrade.ts';
import {
  type NewHelper,
  newHelpers,
  type OldHelper,
  oldHelpers,
  untoldHelpers,
} from '../../src/domain/upgrade-helpers.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';

type Message = 'tooOld' | 'missing';

/** A package of Podman usually pulls the others along; who builds it has to do that. */
export const upgradeHelpers = defineCheck({
  meta: {
    id: 'upgrade-helpers',
    area: 'version',
    title: 'The helpers are new enough for the Podman to come',
    failureTitle: 'Helpers have to be upgraded with Podman',
    description:
      'Podman starts containers by other programs: netavark, aardvark-dns, crun or runc, conmon, pasta. Those of an older release misread what the new Podman asks of them.',
    severity: 'warning',
    needs: ['upgrade'],
    covers: ['F148', 'F150'],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
      'https://github.com/containers/netavark/releases/tag/v2.0.0',
      'https://github.com/containers/podman/issues/27272',
      'https://github.com/podman-container-tools/podman/issues/27243',
      'https://github.com/podman-container-tools/podman/blob/main/rpm/podman.spec',
    ],
    messages: {
      tooOld:
        '{{path}} is {{name}} {{version}}, and {{target}} goes with {{needed}} or later: upgrade it with Podman.',
      missing: '{{name}} is not installed; with {{target}} it {{purpose}}.',
    },
    commands: {
      tooOld: [
        '{{path}} --version',
        'apt-cache policy {{name}}   # Fedora, RHEL: dnf list {{name}}',
      ],
      missing: ['sudo apt-get install {{package}}'],
    },
    fixes: [],
  },
  requires: ['tools', 'versions', 'containersConf', 'user'],
  consults: ['configuredPaths'],
  evaluate(facts, needs) {
    const upgrade = upgradeOf(needs, facts.versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    const findings: readonly Finding<Message>[] = [
      ...oldHelpers(upgrade, facts)
        .filter(({ blocks }) => !blocks)
        .map((helper) => tooOld(helper, upgrade.name)),
      ...newHelpers(upgrade, facts).map((helper) => missing(helper, upgrade.name)),
    ];
    const untold = untoldHelpers(upgrade, facts);
    return findings.length === 0 && untold.length > 0
      ? unknown(`the version of ${untold.join(', ')} could not be told`)
      : verdictOf(findings);
  },
});

function tooOld({ name, path, version, needed }: OldHelper, target: string): Finding<Message> {
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

function missing(
  { name, purpose, package: packageName }: NewHelper,
  target: string,
): Finding<Message> {
  return {
    messageId: 'missing',
    data: { name, purpose, package: packageName, target },
    evidence: [
      { kind: 'command', where: `command -v ${name}`, found: 'not found', expected: name },
    ],
  };
}
