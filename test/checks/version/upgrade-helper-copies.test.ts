import { upgradeHelperCopies } from '../../../checks/version/upgrade-helper-copies.ts';
import type { Versions } from '../../../src/facts/versions.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const facts = {
  user: alice,
  tools: toolsOf('podman', 'crun', 'netavark', 'pasta', 'nft'),
  versions: versionsOf({ podman: '5.4.2', netavark: '1.14.0' }),
  containersConf: settingsOf(),
};
const path = '/usr/local/lib/podman/netavark';

function copied(more: Versions = {}): Versions {
  const { netavark } = versionsOf({ netavark: '1.12.0' });
  return { ...facts.versions, ...more, ...(netavark && { netavark: { ...netavark, path } }) };
}

testCheck(upgradeHelperCopies, {
  pass: [
    { name: 'helpers of packages, which are upgraded with Podman', facts },
    {
      name: 'Podman is a copy as well',
      facts: {
        ...facts,
        versions: copied({
          podman: {
            path: '/usr/local/bin/podman',
            version: versionsOf({ podman: '5.4.2' }).podman?.version,
            output: '',
            exitCode: 0,
          },
        }),
      },
    },
  ],
  fail: [
    {
      name: 'an old netavark in /usr/local',
      facts: { ...facts, versions: copied() },
      findings: [
        {
          messageId: 'tooOld',
          data: { name: 'netavark', path, version: '1.12.0', needed: '2.0.0', target: 'Podman 6' },
          evidence: [{ kind: 'command', where: `${path} --version`, found: '1.12.0' }],
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no target', facts: { ...facts, versions: copied() }, target: null }],
});
