import { kernelModules } from '../../../checks/kernel/kernel-modules.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, LXC, MODULES, sysctls } from '../../helpers/kernel-facts.ts';

const unloaded = { ...MODULES, present: ['overlay'] };
const healthy = { kernelModules: MODULES, sysctls: sysctls(), virtualization: BARE_METAL };
const explains = [{ check: 'tun-device' }];

testCheck(kernelModules, {
  pass: [
    { name: 'loaded', facts: healthy },
    { name: 'can be loaded', facts: { ...healthy, kernelModules: unloaded } },
    {
      name: 'the directory is gone, but all is loaded',
      facts: { ...healthy, kernelModules: { ...MODULES, directoryExists: false } },
    },
  ],
  fail: [
    {
      name: 'the kernel package was upgraded',
      facts: {
        ...healthy,
        kernelModules: {
          ...unloaded,
          directoryExists: false,
          listed: false,
          onDisk: [],
          others: ['/lib/modules/6.12.108'],
        },
      },
      findings: [
        {
          messageId: 'noDirectory',
          data: { module: 'tun', directory: '/lib/modules/6.12.107+deb13-amd64' },
        },
      ],
      explains,
    },
    {
      name: 'module loading is locked',
      facts: {
        ...healthy,
        kernelModules: unloaded,
        sysctls: sysctls({ 'kernel.modules_disabled': '1' }),
      },
      findings: [{ messageId: 'locked', evidence: [{ where: 'kernel.modules_disabled' }] }],
      explains: [...explains, { check: 'nftables-modules', messageId: 'locked' }],
    },
    {
      name: 'modprobe.d forbids it',
      facts: {
        ...healthy,
        kernelModules: {
          ...unloaded,
          installs: [
            { path: '/etc/modprobe.d/h.conf', line: 2, module: 'tun', command: '/bin/false' },
          ],
        },
      },
      findings: [
        {
          messageId: 'forbidden',
          data: {
            module: 'tun',
            path: '/etc/modprobe.d/h.conf',
            line: 2,
            text: 'install tun /bin/false',
          },
        },
      ],
      explains,
    },
    {
      name: 'built without it',
      facts: { ...healthy, kernelModules: { ...unloaded, onDisk: [] } },
      findings: [{ messageId: 'missing' }],
      explains,
    },
  ],
  notApplicable: [
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
      name: 'WSL: no directory says what the kernel has built in',
      facts: {
        ...healthy,
        kernelModules: {
          ...unloaded,
          directoryExists: false,
          listed: false,
          onDisk: [],
          others: [],
        },
      },
    },
    {
      name: 'the lists may not be read',
      facts: { ...healthy, kernelModules: { ...unloaded, onDisk: [], listed: false } },
    },
  ],
});
