import { upgradeNetworkBackend } from '../../../checks/version/upgrade-network-backend.ts';
import { absent } from '../../../src/model/fact.ts';
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
  versions: versionsOf({ podman: '4.3.1' }),
  containersConf: settingsOf(),
  networkConfig: networkConfigOf(),
};
const directory = '/home/alice/.config/cni/net.d';
const lab = parseCni(`${directory}/lab.conflist`, '{"name": "lab"}');
const ofPackage = parseCni(`${directory}/87-podman.conflist`, '{"name": "podman"}');
const withCni = { ...facts, tools: toolsOf('podman') };
const file = '/home/alice/.config/containers/containers.conf';

testCheck(upgradeNetworkBackend, {
  pass: [
    { name: 'netavark', facts },
    {
      name: 'netavark, and networks that nothing reads',
      facts: { ...facts, networkConfig: networkConfigOf({ cni: [lab] }) },
    },
    {
      name: 'CNI with its default network only',
      facts: { ...withCni, networkConfig: networkConfigOf({ cni: [ofPackage] }) },
    },
    { name: 'no Podman', facts: { ...facts, versions: absent('no podman') } },
    { name: 'no configuration of networks', facts: { ...facts, networkConfig: absent('none') } },
  ],
  fail: [
    {
      name: 'CNI by configuration',
      facts: { ...facts, containersConf: settingsOf({ 'network.network_backend': 'cni' }) },
      findings: [
        {
          messageId: 'configured',
          data: { file, line: 2, target: 'Podman 6' },
          evidence: [{ where: file, line: 2 }],
        },
      ],
    },
    {
      name: 'CNI by the file of the store, to Podman 5',
      facts: {
        ...facts,
        networkConfig: networkConfigOf({ backendFile: backendFileOf('cni'), cni: [lab] }),
      },
      target: '5',
      findings: [
        {
          messageId: 'networks',
          data: { version: '4.3.1', target: 'Podman 5', directory, names: 'lab' },
        },
      ],
    },
    {
      name: 'Podman 3, which has nothing else',
      facts: {
        ...facts,
        versions: versionsOf({ podman: '3.0.1' }),
        networkConfig: networkConfigOf({ cni: [ofPackage, lab] }),
      },
      findings: [
        {
          messageId: 'networks',
          data: { version: '3.0.1', target: 'Podman 6', directory, names: 'lab' },
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'to Podman 4',
      facts: { ...facts, versions: versionsOf({ podman: '3.0.1' }) },
      target: '4',
    },
    { name: 'no target', facts, target: null },
  ],
  unknown: [
    {
      name: 'networks that cannot be seen',
      facts: { ...withCni, networkConfig: networkConfigOf({ denied: [directory] }) },
    },
    {
      name: 'a backend that cannot be seen',
      facts: {
        ...facts,
        networkConfig: networkConfigOf({
          backendFile: { ...backendFileOf(''), status: 'denied' },
        }),
      },
    },
  ],
});
