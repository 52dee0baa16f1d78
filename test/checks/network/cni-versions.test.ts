import { cniVersions } from '../../../checks/network/cni-versions.ts';
import { parseCni } from '../../../src/parse/cni.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { networkConfigOf, settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const path = '/home/alice/.config/cni/net.d/lab.conflist';
const network = (version: string) =>
  parseCni(
    path,
    `{\n  "cniVersion": "${version}",\n  "name": "lab",\n  "plugins": [{"type": "bridge"}]\n}\n`,
  );
const given = (version: string, pluginVersions?: readonly string[]) => ({
  tools: toolsOf('podman'),
  versions: versionsOf({ podman: '3.0.1' }),
  containersConf: settingsOf(),
  networkConfig: networkConfigOf({ cni: [network(version)], pluginVersions }),
});
const OLD = ['0.1.0', '0.2.0', '0.3.1', '0.4.0'];

testCheck(cniVersions, {
  pass: [
    { name: 'what Debian 11 writes', facts: given('0.4.0') },
    { name: 'plugins that know it', facts: given('1.0.0', [...OLD, '1.0.0']) },
    { name: 'no network', facts: { ...given('0.4.0'), networkConfig: networkConfigOf() } },
  ],
  fail: [
    {
      name: 'a network for newer plugins',
      facts: given('1.0.0', OLD),
      findings: [
        {
          messageId: 'tooNew',
          data: { file: path, line: 2, version: '1.0.0', newest: '0.4.0' },
          evidence: [{ kind: 'file', where: path, line: 2 }],
        },
      ],
    },
    {
      name: 'broken JSON',
      facts: { ...given('0.4.0'), networkConfig: networkConfigOf({ cni: [parseCni(path, '{')] }) },
      findings: [{ messageId: 'malformed', data: { file: path, problem: 'it is not valid JSON' } }],
    },
  ],
  notApplicable: [
    {
      name: 'netavark',
      facts: { ...given('1.0.0', OLD), versions: versionsOf({ podman: '5.4.2' }) },
    },
    { name: 'no Podman', facts: { ...given('1.0.0', OLD), versions: {} } },
  ],
  unknown: [
    {
      name: 'a hidden directory',
      facts: {
        ...given('0.4.0'),
        networkConfig: networkConfigOf({ denied: ['/home/alice/.config/cni/net.d'] }),
      },
    },
  ],
});
