import { ociRuntime } from '../../../checks/version/oci-runtime.ts';
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
const ONLY_RUNC = tools({ podman, runc: '/usr/sbin/runc' });
const file = '/etc/containers/containers.conf';
const broken = { path: '/usr/bin/crun', version: undefined, output: '', exitCode: 127 };

testCheck(ociRuntime, {
  pass: [
    { name: 'crun', facts: { tools: TOOLS, versions: VERSIONS } },
    { name: 'only runc', facts: { tools: ONLY_RUNC, versions: versions({ podman: '5.4.2' }) } },
    {
      name: 'old crun with old podman',
      facts: { tools: TOOLS, versions: versions({ podman: '4.3.1', crun: '1.8.1' }) },
    },
    {
      name: 'runc is configured, and there',
      facts: {
        tools: tools({ podman, runc: '/usr/sbin/runc', crun: '/usr/bin/crun' }),
        versions: versions({ podman: '5.4.2', crun: '1.8.1' }),
        containersConf: containersConf('[engine]\nruntime = "runc"\n'),
      },
    },
    {
      name: 'a wrong path beside one on the PATH',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf('[engine.runtimes]\ncrun = ["/nope/crun"]\n'),
        configuredPaths: paths({ '/nope/crun': 'absent' }),
      },
    },
    {
      name: 'another runtime at its configured path',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf(
          '[engine]\nruntime = "my"\n[engine.runtimes]\nmy = ["/opt/my"]\n',
        ),
        configuredPaths: paths({ '/opt/my': 'program' }),
      },
    },
    {
      name: 'a path as the name',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf('[engine]\nruntime = "/opt/my"\n'),
        configuredPaths: paths({ '/opt/my': 'program' }),
      },
    },
    {
      name: 'crun does not say its version',
      facts: { tools: TOOLS, versions: versions({ podman: '5.4.2', crun: 'unknown' }) },
    },
  ],
  fail: [
    {
      name: 'neither',
      facts: { tools: tools({ podman }), versions: VERSIONS },
      findings: [{ messageId: 'missing', data: {} }],
      explains: [{ check: 'recorded-runtime' }],
    },
    {
      name: 'the configured one is not installed',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf('[engine]\nruntime = "nope"\n'),
      },
      findings: [
        {
          messageId: 'configuredMissing',
          data: { file, line: 2, name: 'nope' },
          evidence: [{ kind: 'file', where: file, line: 2 }],
        },
      ],
    },
    {
      name: 'runc is configured and not installed',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf('[engine]\nruntime = "runc"\n'),
      },
      findings: [{ messageId: 'configuredMissing', data: { file, line: 2, name: 'runc' } }],
    },
    {
      name: 'crun does not run',
      facts: { tools: TOOLS, versions: { ...VERSIONS, crun: broken } },
      findings: [
        {
          messageId: 'broken',
          data: { path: '/usr/bin/crun', output: 'no output', exitCode: 127 },
        },
      ],
    },
    {
      name: 'crun of Ubuntu 24.04 with podman 5',
      facts: { tools: TOOLS, versions: versions({ podman: '5.0.3', crun: '1.14.1' }) },
      findings: [
        {
          messageId: 'tooOld',
          data: { path: '/usr/bin/crun', version: '1.14.1', needed: '1.14.3', podman: '5.0.3' },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no podman', facts: { tools: tools(), versions: {} } }],
  unknown: [
    {
      name: 'a runtime that was not looked for',
      facts: {
        tools: TOOLS,
        versions: VERSIONS,
        containersConf: containersConf('[engine]\nruntime = "kata"\n'),
      },
    },
  ],
});
