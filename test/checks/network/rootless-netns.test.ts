import { rootlessNetns } from '../../../checks/network/rootless-netns.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { versionsOf } from '../../helpers/network-facts.ts';

const directory = '/run/user/1000/containers/networks/rootless-netns';
const file = `${directory}/rootless-netns-conn.pid`;
const netns = { pidFile: file, pid: 901, command: 'pasta.avx2' };
const healthy = {
  rootlessNetns: netns,
  versions: versionsOf({ podman: '5.4.2' }),
  runningContainers: ['web'],
};
const dead = { ...healthy, rootlessNetns: { ...netns, command: null } };

testCheck(rootlessNetns, {
  pass: [
    { name: 'pasta runs', facts: healthy },
    {
      name: 'slirp4netns runs',
      facts: { ...healthy, rootlessNetns: { ...netns, command: 'slirp4netns' } },
    },
  ],
  fail: [
    {
      name: 'pasta is gone',
      facts: dead,
      findings: [
        { messageId: 'dead', data: { pid: 901, file, directory }, evidence: [{ where: file }] },
      ],
    },
    {
      name: 'slirp4netns of Podman 4 is gone, and no container runs',
      facts: { ...dead, versions: versionsOf({ podman: '4.3.1' }), runningContainers: [] },
      findings: [{ messageId: 'dead' }],
    },
    {
      name: 'the number was given to another process',
      facts: { ...healthy, rootlessNetns: { ...netns, command: 'bash' } },
      findings: [{ messageId: 'reused', data: { pid: 901, file, directory, command: 'bash' } }],
    },
  ],
  notApplicable: [
    { name: 'no network', facts: { ...healthy, rootlessNetns: absent('none') } },
    { name: 'left over, and Podman 5', facts: { ...dead, runningContainers: [] } },
  ],
});
