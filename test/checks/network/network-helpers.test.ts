import { networkHelpers } from '../../../checks/network/network-helpers.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  alice,
  networkConfigOf,
  root,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';

const facts = {
  tools: toolsOf('podman', 'netavark'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  networkConfig: networkConfigOf(),
  user: alice,
};
const bare = toolsOf('podman');
const plugins = { ...bare, cniPlugins: { '/usr/lib/cni': ['bridge', 'portmap'] } };
const bullseye = { ...facts, versions: versionsOf({ podman: '3.0.1' }) };
const custom = settingsOf({ 'engine.helper_binaries_dir': ['/opt/podman'] });

testCheck(networkHelpers, {
  pass: [
    { name: 'Debian 13', facts },
    { name: 'Debian 11 with plugins', facts: { ...bullseye, tools: plugins } },
    {
      name: 'a directory of its own',
      facts: {
        ...facts,
        tools: bare,
        containersConf: custom,
        configuredPaths: new Map([['/opt/podman/netavark', 'program' as const]]),
      },
    },
  ],
  fail: [
    {
      name: 'Debian 13 without netavark',
      facts: { ...facts, tools: bare },
      findings: [{ messageId: 'netavark', data: { version: '5.4.2' } }],
    },
    {
      name: 'Podman 4 with neither',
      facts: { ...facts, tools: bare, versions: versionsOf({ podman: '4.3.1' }) },
      findings: [{ messageId: 'plugins', data: { version: '4.3.1' } }],
    },
    {
      name: 'rootful on Debian 11 without plugins',
      facts: { ...bullseye, tools: bare, user: root },
      findings: [{ messageId: 'plugins' }],
    },
    {
      name: 'not in the directory that is set',
      facts: { ...facts, tools: bare, containersConf: custom, configuredPaths: new Map() },
      findings: [{ messageId: 'netavark' }],
    },
  ],
  notApplicable: [
    { name: 'no Podman', facts: { ...facts, versions: {} } },
    { name: 'rootless on Debian 11', needs: ['run'], facts: { ...bullseye, tools: bare } },
    {
      name: 'the backend is refused',
      facts: { ...facts, containersConf: settingsOf({ 'network.network_backend': 'x' }) },
    },
  ],
  unknown: [
    {
      name: 'the directory was not looked into',
      facts: { ...facts, tools: bare, containersConf: custom },
    },
  ],
});
