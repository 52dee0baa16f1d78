import { networkLeftovers } from '../../../checks/network/network-leftovers.ts';
import { parseCni } from '../../../src/parse/cni.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  backendFileOf,
  networkConfigOf,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';

const facts = {
  tools: toolsOf('podman', 'netavark'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  networkConfig: networkConfigOf(),
};
const directory = '/home/alice/.config/cni/net.d';
const lab = parseCni(`${directory}/lab.conflist`, '{"name": "lab"}');
const unnamed = parseCni(`${directory}/b.conflist`, '{');

testCheck(networkLeftovers, {
  pass: [
    { name: 'nothing left', facts },
    {
      name: "the default network of Debian's package",
      facts: {
        ...facts,
        networkConfig: networkConfigOf({
          cni: [parseCni('/etc/cni/net.d/87-podman-bridge.conflist', '{"name": "podman"}')],
        }),
      },
    },
  ],
  fail: [
    {
      name: 'networks of CNI',
      facts: { ...facts, networkConfig: networkConfigOf({ cni: [lab, unnamed] }) },
      findings: [
        { messageId: 'cni', data: { count: 2, directory, names: `lab, ${directory}/b.conflist` } },
      ],
    },
    {
      name: 'the file of Podman 4',
      facts: { ...facts, networkConfig: networkConfigOf({ backendFile: backendFileOf('cni') }) },
      findings: [
        { messageId: 'recorded', data: { path: backendFileOf('cni').path, version: '5.4.2' } },
      ],
    },
  ],
  notApplicable: [
    { name: 'CNI', facts: { ...facts, versions: versionsOf({ podman: '3.0.1' }) } },
    { name: 'no Podman', facts: { ...facts, versions: {} } },
  ],
  unknown: [
    {
      name: 'a hidden directory',
      facts: { ...facts, networkConfig: networkConfigOf({ denied: [directory] }) },
    },
  ],
});
