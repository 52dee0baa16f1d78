import { overlayModule } from '../../../checks/kernel/overlay-module.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  BARE_METAL,
  LXC,
  MODULES,
  NO_FUSE_OVERLAYFS,
  sysctls,
  TOOLS,
} from '../../helpers/kernel-facts.ts';
import { ADA, storage, VFS_STORE } from '../../helpers/storage-facts.ts';

const unloaded = { ...MODULES, present: ['fuse', 'tun'] };
const healthy = {
  kernelModules: MODULES,
  storage: storage(),
  user: ADA,
  sysctls: sysctls(),
  tools: NO_FUSE_OVERLAYFS,
  virtualization: BARE_METAL,
};
const explains = [{ check: 'overlay-support' }, { check: 'storage-driver' }];

testCheck(overlayModule, {
  pass: [
    { name: 'in the kernel', facts: healthy },
    { name: 'can be loaded', facts: { ...healthy, kernelModules: unloaded } },
  ],
  fail: [
    {
      name: 'forbidden by modprobe.d',
      facts: {
        ...healthy,
        kernelModules: {
          ...unloaded,
          installs: [
            { path: '/etc/modprobe.d/h.conf', line: 1, module: 'overlay', command: '/bin/false' },
          ],
        },
      },
      findings: [{ messageId: 'forbidden', evidence: [{ line: 1 }] }],
      explains,
    },
    {
      name: 'the kernel package was upgraded',
      facts: {
        ...healthy,
        kernelModules: { ...unloaded, directoryExists: false, others: ['/lib/modules/6.12.108'] },
      },
      findings: [{ messageId: 'noDirectory' }],
      explains,
    },
    {
      name: 'module loading is locked',
      facts: {
        ...healthy,
        kernelModules: unloaded,
        sysctls: sysctls({ 'kernel.modules_disabled': '1' }),
      },
      findings: [{ messageId: 'locked' }],
      explains,
    },
    {
      name: 'not built',
      facts: { ...healthy, kernelModules: { ...unloaded, onDisk: ['tun'] } },
      findings: [{ messageId: 'missing' }],
      explains,
    },
  ],
  notApplicable: [
    {
      name: 'fuse-overlayfs, on a kernel where no user mounts overlay',
      facts: {
        ...healthy,
        kernelModules: unloaded,
        tools: TOOLS,
        sysctls: sysctls({ 'kernel.osrelease': '5.10.0-30-amd64' }),
      },
    },
    {
      name: 'a vfs store',
      facts: {
        ...healthy,
        kernelModules: unloaded,
        storage: storage(VFS_STORE),
      },
    },
    {
      name: 'a container',
      facts: {
        ...healthy,
        kernelModules: { ...unloaded, directoryExists: false },
        virtualization: LXC,
      },
    },
  ],
  unknown: [
    {
      name: 'the lists may not be read',
      facts: { ...healthy, kernelModules: { ...unloaded, onDisk: [], listed: false } },
    },
  ],
});
