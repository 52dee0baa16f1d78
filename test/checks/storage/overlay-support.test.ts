import { overlaySupport } from '../../../checks/storage/overlay-support.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ADA,
  NO_STORE,
  ROOT,
  storage,
  storageConf,
  SYSCTLS,
  tools,
  TOOLS,
  VERSIONS,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const NO_FUSE = tools({ podman: '/usr/bin/podman' });
const program = '/usr/bin/fuse-overlayfs';
const kernel = (release: string) => new Map([['kernel.osrelease', release]]);
const base = { storage: storage(), sysctls: SYSCTLS, tools: TOOLS, user: ADA, versions: VERSIONS };
const FUSE = storageConf(
  `[storage]\ndriver = "overlay"\n[storage.options.overlay]\nmount_program = "${program}"\n`,
);

testCheck(overlaySupport, {
  pass: [
    { name: 'the kernel can', facts: { ...base, tools: NO_FUSE } },
    {
      name: 'the kernel can, and nobody uses /dev/fuse',
      facts: { ...base, storage: storage({ fuse: 'denied' }) },
    },
    {
      name: 'Debian 11 with fuse-overlayfs',
      facts: { ...base, sysctls: kernel('5.10.0-32-amd64') },
    },
    {
      name: 'the kernel of RHEL 8.6',
      facts: { ...base, tools: NO_FUSE, sysctls: kernel('4.18.0-372.9.1.el8.x86_64') },
    },
    {
      name: 'root',
      facts: { ...base, tools: NO_FUSE, user: ROOT, sysctls: kernel('5.10.0-32-amd64') },
    },
    { name: 'an unknown kernel', facts: { ...base, tools: NO_FUSE, sysctls: kernel('') } },
    { name: 'fuse is configured and usable', facts: { ...base, storageConf: FUSE } },
    { name: 'no store yet', facts: { ...base, storage: storage(NO_STORE) } },
  ],
  fail: [
    {
      name: 'Debian 11 without fuse-overlayfs',
      facts: { ...base, tools: NO_FUSE, sysctls: kernel('5.10.0-32-amd64') },
      findings: [{ messageId: 'oldKernel', data: { kernel: '5.10.0-32-amd64' } }],
    },
    {
      name: 'the kernel of RHEL 8.4',
      facts: { ...base, tools: NO_FUSE, sysctls: kernel('4.18.0-305.el8.x86_64') },
      findings: [{ messageId: 'oldKernel' }],
    },
    {
      name: '/dev/fuse is closed',
      facts: { ...base, storageConf: FUSE, storage: storage({ fuse: 'denied' }) },
      findings: [{ messageId: 'fuseDevice', data: { program, state: 'permission denied' } }],
    },
    {
      name: '/dev/fuse is not there',
      facts: { ...base, sysctls: kernel('5.4.0'), storage: storage({ fuse: 'absent' }) },
      findings: [{ messageId: 'fuseDevice', data: { program, state: 'it does not exist' } }],
    },
  ],
  notApplicable: [{ name: 'vfs', facts: { ...base, storage: storage(VFS_STORE) } }],
});
