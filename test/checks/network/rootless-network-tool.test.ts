import { rootlessNetworkTool } from '../../../checks/network/rootless-network-tool.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root, settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const facts = {
  tools: toolsOf('podman', 'pasta'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  user: alice,
};
const bookworm = { ...facts, versions: versionsOf({ podman: '4.3.1' }) };
const command = (value: string) => settingsOf({ 'network.default_rootless_network_cmd': value });
const custom = settingsOf({ 'engine.helper_binaries_dir': ['/opt/podman'] });
const bare = toolsOf('podman');

testCheck(rootlessNetworkTool, {
  pass: [
    { name: 'Debian 13 with pasta', facts },
    {
      name: 'Debian 12 with slirp4netns',
      facts: { ...bookworm, tools: toolsOf('podman', 'slirp4netns') },
    },
    {
      name: 'slirp4netns by configuration',
      facts: {
        ...facts,
        containersConf: command('slirp4netns'),
        tools: toolsOf('podman', 'slirp4netns'),
      },
    },
    {
      name: 'pasta in a directory of its own',
      facts: {
        ...facts,
        tools: bare,
        containersConf: custom,
        configuredPaths: new Map([['/opt/podman/pasta', 'program' as const]]),
      },
    },
  ],
  fail: [
    {
      name: 'another slirp4netns than the named one',
      facts: {
        ...bookworm,
        tools: toolsOf('podman', 'slirp4netns'),
        containersConf: settingsOf({ 'engine.network_cmd_path': '/opt/slirp4netns' }),
        configuredPaths: new Map([['/opt/slirp4netns', 'absent' as const]]),
      },
      findings: [{ messageId: 'slirp4netns' }],
    },
    {
      name: 'Debian 13 without pasta',
      facts: { ...facts, tools: toolsOf('podman', 'slirp4netns') },
      findings: [{ messageId: 'pasta', data: { version: '5.4.2' } }],
    },
    {
      name: 'Debian 12 without slirp4netns',
      facts: { ...bookworm, tools: toolsOf('podman', 'pasta') },
      findings: [{ messageId: 'slirp4netns', data: { version: '4.3.1' } }],
    },
    {
      name: 'a word that Podman does not know',
      facts: { ...facts, containersConf: command('foo') },
      findings: [{ messageId: 'refused', evidence: [{ line: 2, found: 'foo' }] }],
    },
    {
      name: 'slirp4netns for Podman 6',
      facts: {
        ...facts,
        versions: versionsOf({ podman: '6.0.0' }),
        containersConf: command('slirp4netns'),
      },
      findings: [{ messageId: 'refused' }],
    },
  ],
  notApplicable: [
    { name: 'no Podman', facts: { ...facts, versions: {} } },
    { name: 'root', facts: { ...facts, user: root, tools: bare } },
    {
      name: 'Debian 11, whose Podman starts containers without it',
      facts: { ...facts, versions: versionsOf({ podman: '3.0.1' }), tools: bare },
    },
  ],
  unknown: [
    {
      name: 'the directory was not looked into',
      facts: { ...facts, tools: bare, containersConf: custom },
    },
  ],
});
