import { kernelLockdown } from '../../../checks/kernel/kernel-lockdown.ts';
import type { Virtualization } from '../../../src/parse/virtualization.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, CGROUP } from '../../helpers/kernel-facts.ts';

const host = (lockdown: Virtualization['lockdown'], kernel: string) => ({
  virtualization: { ...BARE_METAL, lockdown },
  cgroup: CGROUP,
  sysctls: new Map([['kernel.osrelease', kernel]]),
});

testCheck(kernelLockdown, {
  pass: [
    { name: 'no lockdown in the kernel', facts: host(null, '5.3.7-301.fc31.x86_64') },
    { name: 'Secure Boot today', facts: host('integrity', '6.12.41+deb13-amd64') },
    { name: 'all of it today', facts: host('confidentiality', '6.12.41+deb13-amd64') },
    { name: 'not so strict', facts: host('integrity', '5.3.7-301.fc31.x86_64') },
  ],
  fail: [
    {
      name: 'Fedora 31 with Secure Boot',
      facts: host('confidentiality', '5.3.7-301.fc31.x86_64'),
      findings: [
        {
          messageId: 'refused',
          data: { kernel: '5.3.7-301.fc31.x86_64', lockdown: 'confidentiality', merged: '5.4' },
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'a kernel without a version',
      facts: host('confidentiality', 'next'),
      because: /kernel.osrelease/u,
    },
  ],
  notApplicable: [
    {
      name: 'cgroup v1',
      facts: {
        ...host('confidentiality', '5.3.7-301.fc31.x86_64'),
        cgroup: { ...CGROUP, version: 'v1' },
      },
    },
  ],
});
