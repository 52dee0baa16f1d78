import { helperDirectories } from '../../../checks/version/helper-directories.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf, paths, VERSIONS, versions } from '../../helpers/storage-facts.ts';

const conf = containersConf('[engine]\nhelper_binaries_dir = ["/opt/a", "/opt/b"]\n');

testCheck(helperDirectories, {
  pass: [
    { name: 'not set', facts: { containersConf: containersConf(), versions: VERSIONS } },
    {
      name: 'adds to the built-in list',
      facts: {
        containersConf: containersConf(
          '[engine]\nhelper_binaries_dir = ["/opt/a", {append = true}]\n',
        ),
        versions: VERSIONS,
        configuredPaths: paths({ '/opt/a': 'absent' }),
      },
    },
    {
      name: 'in the second',
      facts: {
        containersConf: conf,
        versions: VERSIONS,
        configuredPaths: paths({ '/opt/a': 'absent', '/opt/b/netavark': 'program' }),
      },
    },
  ],
  fail: [
    {
      name: 'in none',
      facts: {
        containersConf: conf,
        versions: VERSIONS,
        configuredPaths: paths({
          '/opt/a': 'absent',
          '/opt/b': 'directory',
          '/opt/b/netavark': 'absent',
        }),
      },
      findings: [
        {
          messageId: 'withoutNetavark',
          data: { file: '/etc/containers/containers.conf', line: 2, directories: '/opt/a, /opt/b' },
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'Podman 3 has no netavark',
      facts: { containersConf: conf, versions: versions({ podman: '3.0.1' }) },
    },
    {
      name: 'CNI is configured',
      facts: {
        containersConf: containersConf(
          '[engine]\nhelper_binaries_dir = ["/opt/a"]\n[network]\nnetwork_backend = "cni"\n',
        ),
        versions: versions({ podman: '4.3.1' }),
      },
    },
  ],
  unknown: [
    {
      name: 'not looked at',
      facts: { containersConf: conf, versions: VERSIONS },
    },
  ],
});
