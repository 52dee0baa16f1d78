import { podmanInstalled } from '../../../checks/version/podman-installed.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ADA, tools, TOOLS, VERSIONS } from '../../helpers/storage-facts.ts';

const broken = {
  podman: {
    path: '/usr/bin/podman',
    version: undefined,
    output: 'podman: error while loading shared libraries: libgpgme.so.11',
    exitCode: 127,
  },
};

const CONSEQUENCES = [
  { check: 'podman-socket', messageId: 'missing' },
  { check: 'podman-socket-system', messageId: 'missing' },
  { check: 'network-helpers' },
  { check: 'rootless-network-tool' },
  { check: 'policy-json', messageId: 'missing' },
  { check: 'ssh-podman-path', messageId: 'nowhere' },
];

testCheck(podmanInstalled, {
  pass: [
    { name: 'podman runs', facts: { tools: TOOLS, versions: VERSIONS, user: ADA } },
    { name: 'the version was not asked', facts: { tools: TOOLS, versions: {}, user: ADA } },
  ],
  fail: [
    {
      name: 'no podman',
      facts: { tools: tools(), versions: {}, user: ADA },
      findings: [{ messageId: 'missing', data: { user: 'ada' } }],
      explains: CONSEQUENCES,
    },
    {
      name: 'a library is missing',
      facts: { tools: TOOLS, versions: broken, user: ADA },
      findings: [
        {
          messageId: 'broken',
          data: { path: '/usr/bin/podman', output: broken.podman.output, exitCode: 127 },
          evidence: [{ kind: 'command', where: '/usr/bin/podman --version' }],
        },
      ],
      explains: [{ check: 'podman-api' }, { check: 'podman-service' }],
    },
    {
      name: 'it says nothing',
      facts: { tools: TOOLS, versions: { podman: { ...broken.podman, output: '' } }, user: ADA },
      findings: [{ messageId: 'broken' }],
    },
  ],
});
