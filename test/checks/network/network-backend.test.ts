import { networkBackend } from '../../../checks/network/network-backend.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  backendFileOf,
  networkConfigOf,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';

const tools = toolsOf('podman', 'netavark');
const facts = {
  tools,
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  networkConfig: networkConfigOf(),
};
const bookworm = { ...facts, versions: versionsOf({ podman: '4.3.1' }) };
const backend = (value: string) => settingsOf({ 'network.network_backend': value });
const recorded = (value: string) => networkConfigOf({ backendFile: backendFileOf(value) });
const path = networkConfigOf().backendFile.path;

testCheck(networkBackend, {
  pass: [
    {
      name: 'Debian 11',
      facts: { ...facts, tools: toolsOf('podman'), versions: versionsOf({ podman: '3.0.1' }) },
    },
    { name: 'Debian 12, never used', facts: bookworm },
    { name: 'Debian 12, an old store', facts: { ...bookworm, networkConfig: recorded('cni') } },
    { name: 'Debian 13', facts: { ...facts, networkConfig: recorded('netavark') } },
    {
      name: 'Debian 13 takes a file that says cni for netavark',
      facts: { ...facts, networkConfig: recorded('cni') },
    },
  ],
  fail: [
    {
      name: 'cni is set for Podman 5',
      facts: { ...facts, containersConf: backend('cni') },
      findings: [
        {
          messageId: 'cniGone',
          data: {
            file: '/home/alice/.config/containers/containers.conf',
            line: 2,
            value: 'cni',
            version: '5.4.2',
          },
        },
      ],
    },
    {
      name: 'a word that no Podman knows',
      facts: { ...bookworm, containersConf: backend('bridge') },
      findings: [{ messageId: 'notKnown', evidence: [{ kind: 'file', line: 2 }] }],
    },
    {
      name: 'a line break in the file',
      facts: { ...facts, networkConfig: recorded('netavark\n') },
      findings: [{ messageId: 'badFile', data: { path, value: 'netavark\\n' } }],
    },
    {
      name: 'an empty file',
      facts: { ...bookworm, networkConfig: recorded('') },
      findings: [{ messageId: 'badFile', evidence: [{ found: 'an empty file' }] }],
    },
  ],
  notApplicable: [{ name: 'no Podman', facts: { ...facts, versions: {} } }],
  unknown: [
    {
      name: 'the file cannot be read',
      facts: {
        ...bookworm,
        networkConfig: networkConfigOf({ backendFile: { path, status: 'denied', value: '' } }),
      },
    },
  ],
});
