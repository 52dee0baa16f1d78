import { cgroupManager } from '../../../checks/cgroup/cgroup-manager.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { CONF, conf, NO_CONF } from '../../helpers/kernel-facts.ts';

testCheck(cgroupManager, {
  pass: [
    { name: 'systemd', facts: { containersConf: conf('engine.cgroup_manager', 'systemd') } },
    { name: 'cgroupfs', facts: { containersConf: conf('engine.cgroup_manager', 'cgroupfs') } },
  ],
  fail: [
    {
      name: 'a name that Podman does not know',
      facts: { containersConf: conf('engine.cgroup_manager', 'foo') },
      findings: [
        {
          messageId: 'unknownName',
          data: { file: CONF, value: 'foo' },
          evidence: [{ where: CONF, line: 2 }],
        },
      ],
    },
    {
      name: 'no name at all',
      facts: { containersConf: conf('engine.cgroup_manager', true) },
      findings: [{ messageId: 'unknownName', data: { file: CONF, value: 'true' } }],
    },
  ],
  notApplicable: [{ name: 'not set', facts: { containersConf: NO_CONF } }],
});
