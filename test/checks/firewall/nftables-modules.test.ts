import { nftablesModules } from '../../../checks/firewall/nftables-modules.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, LXC, MODULES, sysctls } from '../../helpers/kernel-facts.ts';
import { settingsOf, versionsOf } from '../../helpers/network-facts.ts';

const healthy = {
  kernelModules: MODULES,
  versions: versionsOf({ podman: '5.4.2', netavark: '1.14.0' }),
  containersConf: settingsOf(),
  sysctls: sysctls(),
  virtualization: BARE_METAL,
};
const directory = MODULES.directory;
const NO_MASQ = { ...MODULES, onDisk: MODULES.onDisk.filter((name) => name !== 'nft_masq') };
const loaded = { ...MODULES, present: ['nf_tables', 'nft_ct', 'nft_fib_inet', 'nft_masq'] };
const gone = { ...MODULES, directoryExists: false, listed: false, onDisk: [] };
const forbids = {
  path: '/etc/modprobe.d/hardening.conf',
  line: 3,
  module: 'nft_fib_inet',
  command: '/bin/false',
};

testCheck(nftablesModules, {
  pass: [
    { name: 'all can be loaded', facts: healthy },
    {
      name: 'loaded before they were forbidden',
      facts: { ...healthy, kernelModules: { ...loaded, installs: [forbids] } },
    },
  ],
  fail: [
    {
      name: 'modprobe.d forbids one',
      facts: { ...healthy, kernelModules: { ...MODULES, installs: [forbids] } },
      findings: [
        {
          messageId: 'forbidden',
          data: {
            module: 'nft_fib_inet',
            path: forbids.path,
            line: 3,
            text: 'install nft_fib_inet /bin/false',
          },
        },
      ],
    },
    {
      name: 'a kernel without masquerading',
      facts: { ...healthy, kernelModules: NO_MASQ },
      findings: [{ messageId: 'missing', data: { module: 'nft_masq', directory } }],
    },
    {
      name: 'the kernel package was upgraded',
      facts: { ...healthy, kernelModules: { ...gone, others: ['/lib/modules/6.12.108'] } },
      findings: [
        { messageId: 'noDirectory' },
        { messageId: 'noDirectory' },
        { messageId: 'noDirectory' },
        { messageId: 'noDirectory' },
      ],
    },
    {
      name: 'module loading is locked',
      facts: {
        ...healthy,
        kernelModules: { ...MODULES, present: ['nf_tables', 'nft_ct', 'nft_masq'] },
        sysctls: sysctls({ 'kernel.modules_disabled': '1' }),
      },
      findings: [{ messageId: 'locked', data: { module: 'nft_fib_inet' } }],
    },
  ],
  notApplicable: [
    {
      name: 'Debian 12, whose netavark runs iptables',
      facts: { ...healthy, versions: versionsOf({ podman: '4.3.1', netavark: '1.4.0' }) },
    },
    {
      name: 'iptables is asked for',
      facts: {
        ...healthy,
        kernelModules: NO_MASQ,
        containersConf: settingsOf({ 'network.firewall_driver': 'iptables' }),
      },
    },
    { name: 'no netavark', facts: { ...healthy, versions: {} } },
    { name: 'LXC', facts: { ...healthy, kernelModules: NO_MASQ, virtualization: LXC } },
  ],
  unknown: [
    { name: 'WSL, and no modules at all', facts: { ...healthy, kernelModules: gone } },
    {
      name: 'facts of an older podready',
      facts: { ...healthy, kernelModules: { ...NO_MASQ, asked: ['overlay', 'tun'] } },
    },
    {
      name: 'the list cannot be read',
      facts: { ...healthy, kernelModules: { ...MODULES, listed: false, onDisk: [] } },
    },
  ],
});
