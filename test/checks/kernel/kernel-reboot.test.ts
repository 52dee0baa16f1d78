import { kernelReboot } from '../../../checks/kernel/kernel-reboot.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, LXC, MODULES, sysctls } from '../../helpers/kernel-facts.ts';

const gone = { ...MODULES, directoryExists: false };

testCheck(kernelReboot, {
  pass: [{ name: 'installed', facts: { kernelModules: MODULES, sysctls: sysctls() } }],
  fail: [
    {
      name: 'another kernel is installed',
      facts: {
        kernelModules: { ...gone, others: ['/lib/modules/6.12.108'] },
        sysctls: sysctls(),
      },
      findings: [
        {
          messageId: 'replaced',
          data: {
            release: '6.12.107+deb13-amd64',
            directory: '/lib/modules/6.12.107+deb13-amd64',
            others: '/lib/modules/6.12.108',
          },
        },
      ],
      explains: [
        { check: 'kernel-modules', messageId: 'noDirectory' },
        { check: 'overlay-module', messageId: 'noDirectory' },
        { check: 'nftables-modules', messageId: 'noDirectory' },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'WSL, with a kernel package of the distribution',
      facts: {
        kernelModules: { ...gone, others: ['/lib/modules/6.8.0-51-generic'] },
        sysctls: sysctls(),
        virtualization: { ...BARE_METAL, wsl: true },
      },
    },
    {
      name: 'LXC, with a kernel package of the distribution',
      facts: {
        kernelModules: { ...gone, others: ['/lib/modules/6.8.0-51-generic'] },
        sysctls: sysctls(),
        virtualization: LXC,
      },
    },
    { name: 'no modules at all', facts: { kernelModules: gone, sysctls: sysctls() } },
  ],
});
