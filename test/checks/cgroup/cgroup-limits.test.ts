import { cgroupLimits } from '../../../checks/cgroup/cgroup-limits.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, CGROUP, LXC } from '../../helpers/kernel-facts.ts';
import { ALICE, OPENRC, ROOT, SYSTEMD } from '../../helpers/session-facts.ts';

const healthy = {
  user: ALICE,
  cgroup: CGROUP,
  init: SYSTEMD,
  virtualization: BARE_METAL,
};
const alpine = {
  ...healthy,
  init: OPENRC,
  cgroup: { ...CGROUP, systemd: false, vendor: null, delegated: null },
};

testCheck(cgroupLimits, {
  pass: [{ name: 'the manager of Podman’s own choice', facts: healthy }],
  fail: [
    {
      name: 'OpenRC',
      facts: alpine,
      findings: [{ messageId: 'noSystemd', data: { init: 'init', user: 'alice' } }],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...alpine, user: ROOT }, because: /root/u },
    { name: 'version 1', facts: { ...alpine, cgroup: { ...alpine.cgroup, version: 'v1' } } },
    { name: 'a container', facts: { ...alpine, virtualization: LXC }, because: /lxc/u },
  ],
  unknown: [
    {
      name: 'somebody gave the user a cgroup',
      facts: { ...alpine, cgroup: { ...alpine.cgroup, given: '/sys/fs/cgroup/alice' } },
      because: /\/sys\/fs\/cgroup\/alice/u,
    },
  ],
});
