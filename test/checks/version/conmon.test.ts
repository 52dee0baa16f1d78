import { conmon } from '../../../checks/version/conmon.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  containersConf,
  paths,
  tools,
  TOOLS,
  VERSIONS,
  versions,
} from '../../helpers/storage-facts.ts';

const WITHOUT = tools({ podman: '/usr/bin/podman' });
const broken = {
  path: '/usr/bin/conmon',
  version: undefined,
  output: 'no such library',
  exitCode: 127,
};

testCheck(conmon, {
  pass: [
    { name: 'there', facts: { tools: TOOLS, versions: VERSIONS } },
    {
      name: 'only where containers.conf says',
      facts: {
        tools: WITHOUT,
        versions: versions({ podman: '5.4.2' }),
        containersConf: containersConf('[engine]\nconmon_path = ["/nope", "/opt/conmon"]\n'),
        configuredPaths: paths({ '/nope': 'absent', '/opt/conmon': 'program' }),
      },
    },
    {
      name: 'a wrong path beside one on the PATH',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf('[engine]\nconmon_path = ["/nope"]\n'),
        configuredPaths: paths({ '/nope': 'absent' }),
      },
    },
    { name: 'not asked', facts: { tools: TOOLS, versions: {} } },
    {
      name: 'no number',
      facts: { tools: TOOLS, versions: versions({ podman: '5.4.2', conmon: 'x' }) },
    },
  ],
  unknown: [
    {
      name: 'NixOS',
      facts: {
        tools: { ...WITHOUT, store: '/nix/store' },
        versions: versions({ podman: '5.4.2' }),
      },
      because: /in the program itself/u,
    },
  ],
  fail: [
    {
      name: 'nowhere',
      facts: { tools: WITHOUT, versions: versions({ podman: '5.4.2' }) },
      findings: [{ messageId: 'missing', data: {} }],
    },
    {
      name: 'does not run',
      facts: { tools: TOOLS, versions: { ...VERSIONS, conmon: broken } },
      findings: [
        {
          messageId: 'broken',
          data: { path: '/usr/bin/conmon', output: 'no such library', exitCode: 127 },
        },
      ],
    },
    {
      name: 'says nothing',
      facts: { tools: TOOLS, versions: { ...VERSIONS, conmon: { ...broken, output: '' } } },
      findings: [{ messageId: 'broken' }],
    },
    {
      name: 'older than Podman takes',
      facts: { tools: TOOLS, versions: versions({ podman: '3.0.1', conmon: '1.0.3' }) },
      findings: [
        {
          messageId: 'tooOld',
          data: { path: '/usr/bin/conmon', version: '1.0.3', podman: '3.0.1', needed: '2.0.1' },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no podman', facts: { tools: tools(), versions: {} } }],
});
