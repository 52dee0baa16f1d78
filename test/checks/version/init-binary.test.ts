import { initBinary } from '../../../checks/version/init-binary.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  containersConf,
  paths,
  tools,
  TOOLS,
  VERSIONS,
  versions,
} from '../../helpers/storage-facts.ts';

const podman = '/usr/bin/podman';
const ON_PATH = tools({ podman, catatonit: '/usr/bin/catatonit' });
const own = containersConf('[engine]\ninit_path = "/opt/tini"\n');

testCheck(initBinary, {
  pass: [
    { name: 'where Podman looks', facts: { tools: TOOLS, versions: VERSIONS } },
    { name: 'on the PATH, Podman 5', facts: { tools: ON_PATH, versions: VERSIONS } },
    {
      name: 'where Podman 4 looks',
      facts: { tools: TOOLS, versions: versions({ podman: '4.3.1' }) },
    },
    {
      name: 'another one, configured',
      facts: {
        tools: tools({ podman }),
        containersConf: own,
        configuredPaths: paths({ '/opt/tini': 'program' }),
      },
    },
  ],
  fail: [
    {
      name: 'nowhere',
      facts: { tools: tools({ podman }), versions: VERSIONS },
      findings: [{ messageId: 'missing', data: {} }],
    },
    {
      name: 'only on the PATH, Podman 4',
      facts: { tools: ON_PATH, versions: versions({ podman: '4.3.1' }) },
      findings: [{ messageId: 'missing', evidence: [{ found: '/usr/bin/catatonit' }] }],
    },
    {
      name: 'the configured one is not there',
      facts: {
        tools: TOOLS,
        containersConf: own,
        configuredPaths: paths({ '/opt/tini': 'absent' }),
      },
      findings: [
        {
          messageId: 'configuredMissing',
          data: { file: '/etc/containers/containers.conf', line: 2, path: '/opt/tini' },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no podman', facts: { tools: tools() } }],
  unknown: [
    {
      name: 'the configured one cannot be seen',
      facts: {
        tools: TOOLS,
        containersConf: own,
        configuredPaths: paths({ '/opt/tini': 'denied' }),
      },
    },
  ],
});
