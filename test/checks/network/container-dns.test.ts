import { containerDns } from '../../../checks/network/container-dns.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { networkConfigOf, settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const facts = {
  tools: toolsOf('podman', 'netavark', 'aardvark-dns'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  networkConfig: networkConfigOf(),
};
const without = { ...facts, tools: toolsOf('podman', 'netavark') };
const containersConf = settingsOf({ 'engine.helper_binaries_dir': ['/opt/podman'] });

testCheck(containerDns, {
  pass: [
    { name: 'Debian 13', facts },
    {
      name: 'in a directory of its own',
      facts: {
        ...without,
        containersConf,
        configuredPaths: new Map([['/opt/podman/aardvark-dns', 'program' as const]]),
      },
    },
  ],
  fail: [
    {
      name: 'not installed',
      facts: without,
      findings: [{ messageId: 'missing', data: { version: '5.4.2' } }],
    },
  ],
  notApplicable: [
    { name: 'no Podman', facts: { ...facts, versions: {} } },
    { name: 'CNI', facts: { ...without, versions: versionsOf({ podman: '3.0.1' }) } },
  ],
  unknown: [{ name: 'the directory was not looked into', facts: { ...without, containersConf } }],
});
