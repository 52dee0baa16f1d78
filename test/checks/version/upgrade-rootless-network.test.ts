import { upgradeRootlessNetwork } from '../../../checks/version/upgrade-rootless-network.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root, settingsOf, versionsOf } from '../../helpers/network-facts.ts';

const facts = {
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  user: alice,
};
const file = '/home/alice/.config/containers/containers.conf';
const slirp = settingsOf({ 'network.default_rootless_network_cmd': 'slirp4netns' });

testCheck(upgradeRootlessNetwork, {
  pass: [
    { name: 'nothing configured', facts },
    { name: 'no file', facts: { ...facts, containersConf: absent('none') } },
    {
      name: 'root, whom the setting does not concern',
      facts: { ...facts, containersConf: slirp, user: root },
    },
    {
      name: 'pasta and a bridge',
      facts: {
        ...facts,
        containersConf: settingsOf({
          'network.default_rootless_network_cmd': 'pasta',
          'containers.netns': 'bridge',
        }),
      },
    },
  ],
  fail: [
    {
      name: 'slirp4netns by default',
      facts: { ...facts, containersConf: slirp },
      findings: [
        {
          messageId: 'command',
          data: { file, line: 2, target: 'Podman 6' },
          evidence: [{ where: file, line: 2 }],
        },
      ],
    },
    {
      name: 'slirp4netns with options, for root, too',
      facts: {
        ...facts,
        containersConf: settingsOf({ 'containers.netns': 'slirp4netns:allow_host_loopback=true' }),
        user: root,
      },
      findings: [
        {
          messageId: 'netns',
          data: {
            file,
            line: 2,
            value: 'slirp4netns:allow_host_loopback=true',
            target: 'Podman 6',
          },
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'to Podman 5',
      facts: { ...facts, containersConf: slirp, versions: versionsOf({ podman: '4.9.3' }) },
      target: '5',
    },
    { name: 'no target', facts: { ...facts, containersConf: slirp }, target: null },
  ],
});
