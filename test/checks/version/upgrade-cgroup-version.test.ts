import { upgradeCgroupVersion } from '../../../checks/version/upgrade-cgroup-version.ts';
import { absent } from '../../../src/model/fact.ts';
import { parseCgroup } from '../../../src/parse/cgroup.ts';
import { parseOsRelease } from '../../../src/parse/os-release.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { VERSIONS, versions } from '../../helpers/storage-facts.ts';

const unified = parseCgroup('version unified\nsystemd\n');
const v1 = parseCgroup(
  'version v1\nsystemd\nv1 memory\ncmdline systemd.unified_cgroup_hierarchy=0\n',
);
const hybrid = parseCgroup('version hybrid\nsystemd\nv1 memory\n');
const el9 = parseOsRelease('ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.6"\n');
const el8 = parseOsRelease('ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="8.10"\n');

testCheck(upgradeCgroupVersion, {
  pass: [
    { name: 'the unified hierarchy', facts: { cgroup: unified, versions: VERSIONS } },
    { name: 'no Podman yet', facts: { cgroup: unified, versions: absent('no podman') } },
  ],
  fail: [
    {
      name: 'version 1, as the kernel command line wants it',
      facts: { cgroup: v1, versions: VERSIONS, osRelease: el8 },
      findings: [
        {
          messageId: 'v1',
          data: {
            why: 'kernel command line: systemd.unified_cgroup_hierarchy=0',
            target: 'Podman 6',
          },
          evidence: [{ kind: 'kernel', where: '/sys/fs/cgroup', expected: 'cgroup2' }],
        },
      ],
      explains: [
        { check: 'cgroup-controllers' },
        { check: 'cgroup-delegation' },
        { check: 'cgroup-version' },
      ],
    },
    {
      name: 'the hybrid hierarchy',
      facts: { cgroup: hybrid, versions: VERSIONS },
      target: '6.1',
      findings: [
        {
          messageId: 'hybrid',
          data: { why: 'nothing on the kernel command line asks for it', target: 'Podman 6.1' },
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'no target',
      facts: { cgroup: v1, versions: VERSIONS },
      target: null,
      because: /no upgrade/u,
    },
    {
      name: 'Podman 5, which warns',
      facts: { cgroup: v1, versions: versions({ podman: '4.9.3' }) },
      target: '5',
      because: /Podman 5 still runs/u,
    },
    {
      name: 'RHEL 9',
      facts: { cgroup: v1, versions: VERSIONS, osRelease: el9 },
      because: /RHEL 9/u,
    },
    {
      name: 'Podman 6 already',
      facts: { cgroup: v1, versions: versions({ podman: '6.0.1' }) },
      because: /6\.0\.1 is installed/u,
    },
  ],
  unknown: [
    {
      name: 'nothing mounted',
      facts: { cgroup: parseCgroup('version none\n'), versions: VERSIONS },
    },
  ],
});
