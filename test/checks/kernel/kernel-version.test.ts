import { kernelVersion } from '../../../checks/kernel/kernel-version.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NO_FUSE_OVERLAYFS, sysctls, TOOLS } from '../../helpers/kernel-facts.ts';

const release = (value: string) => sysctls({ 'kernel.osrelease': value });

testCheck(kernelVersion, {
  pass: [
    { name: 'Debian 13', facts: { sysctls: sysctls(), tools: NO_FUSE_OVERLAYFS } },
    { name: 'Debian 11', facts: { sysctls: release('5.10.0-32-amd64'), tools: TOOLS } },
    { name: 'RHEL 8', facts: { sysctls: release('4.18.0-553.el8_10.x86_64'), tools: TOOLS } },
    {
      name: 'RHEL 8.10 mounts overlay for users',
      facts: { sysctls: release('4.18.0-553.el8_10.x86_64'), tools: NO_FUSE_OVERLAYFS },
    },
    { name: '5.11', facts: { sysctls: release('5.11.0'), tools: NO_FUSE_OVERLAYFS } },
  ],
  fail: [
    {
      name: '5.10 without fuse-overlayfs',
      facts: { sysctls: release('5.10.0-32-amd64'), tools: NO_FUSE_OVERLAYFS },
      findings: [{ messageId: 'noOverlay', data: { release: '5.10.0-32-amd64' } }],
    },
    {
      name: 'RHEL 7',
      facts: { sysctls: release('3.10.0-1160.el7.x86_64'), tools: TOOLS },
      findings: [{ messageId: 'tooOld', data: { release: '3.10.0-1160.el7.x86_64' } }],
    },
  ],
  unknown: [
    { name: 'no release', facts: { sysctls: new Map(), tools: TOOLS } },
    { name: 'not a number', facts: { sysctls: release('unknown'), tools: TOOLS } },
  ],
});
