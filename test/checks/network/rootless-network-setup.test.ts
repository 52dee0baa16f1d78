import { rootlessNetworkSetup } from '../../../checks/network/rootless-network-setup.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root, settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const path = '/opt/slirp4netns';
const bullseye = {
  tools: toolsOf('podman'),
  versions: versionsOf({ podman: '3.0.1' }),
  containersConf: settingsOf(),
  user: alice,
};
const named = { ...bullseye, containersConf: settingsOf({ 'engine.network_cmd_path': path }) };

testCheck(rootlessNetworkSetup, {
  pass: [
    { name: 'Debian 11', facts: { ...bullseye, tools: toolsOf('podman', 'slirp4netns') } },
    {
      name: 'the program that containers.conf names',
      facts: { ...named, configuredPaths: new Map([[path, 'program' as const]]) },
    },
  ],
  fail: [
    {
      name: 'Debian 11 without slirp4netns',
      facts: bullseye,
      findings: [{ messageId: 'loopback', data: { version: '3.0.1' } }],
    },
    {
      name: 'a named program that is not there, with another one on the PATH',
      facts: {
        ...named,
        tools: toolsOf('podman', 'slirp4netns'),
        configuredPaths: new Map([[path, 'absent' as const]]),
      },
      findings: [{ messageId: 'loopback' }],
    },
  ],
  notApplicable: [
    { name: 'no Podman', facts: { ...bullseye, versions: {} } },
    { name: 'root', facts: { ...bullseye, user: root } },
    {
      name: 'Podman 4.1, which refuses',
      facts: { ...bullseye, versions: versionsOf({ podman: '4.1.0' }) },
    },
  ],
  unknown: [{ name: 'the named program was not looked for', facts: named }],
});
