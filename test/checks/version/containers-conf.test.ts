import { containersConf as check } from '../../../checks/version/containers-conf.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf, paths, VERSIONS, versions } from '../../helpers/storage-facts.ts';

const file = '/etc/containers/containers.conf';

testCheck(check, {
  pass: [
    { name: 'nothing set', facts: { containersConf: containersConf() } },
    {
      name: 'what Debian ships',
      facts: {
        containersConf: containersConf(
          '[containers]\ndefault_sysctls = ["net.ipv4.ping_group_range=0 0"]\n[secrets]\n[engine]\n',
        ),
      },
    },
    {
      name: 'good values',
      facts: {
        containersConf: containersConf(
          '[containers]\npids_limit = 0\nlog_driver = "k8s-file"\nseccomp_profile = "/x"\ndefault_ulimits = ["nofile=1024:2048", "nproc=-1"]\n[engine]\ncgroup_manager = ""\nnosuchkey = 3\n',
        ),
        configuredPaths: paths({ '/x': 'file' }),
        versions: VERSIONS,
      },
    },
    {
      name: 'a value that the old Podman does not know',
      facts: {
        containersConf: containersConf('[engine]\ndatabase_backend = "bad"\n'),
        versions: versions({ podman: '4.3.1' }),
      },
    },
  ],
  fail: [
    {
      name: 'no TOML',
      facts: {
        containersConf: containersConf('', { problems: [{ file, line: 7, message: 'bad' }] }),
      },
      findings: [
        {
          messageId: 'syntax',
          data: { file, line: 7, problem: 'bad' },
          evidence: [{ kind: 'file', where: file, line: 7 }],
        },
      ],
      explains: [],
    },
    {
      name: 'no TOML, and podman --version stops at it',
      facts: {
        containersConf: containersConf('', { problems: [{ file, line: 7, message: 'bad' }] }),
        versions: {
          podman: {
            path: '/usr/bin/podman',
            version: undefined,
            output: 'level=error msg="reading system config …: decode configuration …"',
            exitCode: 125,
          },
        },
      },
      findings: [{ messageId: 'syntax' }],
      explains: [{ check: 'podman-installed', messageId: 'broken' }],
    },
    {
      name: 'a drop-in directory that may not be read',
      facts: {
        containersConf: containersConf('', { files: [{ path: `${file}.d`, status: 'denied' }] }),
      },
      findings: [{ messageId: 'denied', data: { file: `${file}.d` } }],
    },
    {
      name: 'a value that Podman refuses',
      facts: {
        containersConf: containersConf('[engine]\ncgroup_manager = "bad"\n'),
        versions: VERSIONS,
      },
      findings: [
        {
          messageId: 'value',
          data: {
            file,
            line: 2,
            key: 'engine.cgroup_manager',
            name: 'cgroup_manager',
            value: 'bad',
            expected: 'systemd, cgroupfs',
          },
        },
      ],
    },
    {
      name: 'two at once',
      facts: {
        containersConf: containersConf(
          '[containers]\ndefault_ulimits = ["nofile=bad"]\numask = "999"\n',
        ),
      },
      findings: [{ messageId: 'value' }, { messageId: 'value' }],
    },
    {
      name: 'a wrong type',
      facts: { containersConf: containersConf('[containers]\npids_limit = "x"\n') },
      findings: [
        {
          messageId: 'type',
          data: {
            file,
            line: 2,
            key: 'containers.pids_limit',
            name: 'pids_limit',
            value: 'x',
            expected: 'a number without quotes',
          },
        },
      ],
    },
    {
      name: 'a profile that is not there',
      facts: {
        containersConf: containersConf('[containers]\nseccomp_profile = "/nope"\n'),
        configuredPaths: paths({ '/nope': 'absent' }),
      },
      findings: [{ messageId: 'path' }],
    },
  ],
});
