import { inotifySysctl } from '../../fixes/inotify-sysctl.ts';
import { ipForwardSysctl } from '../../fixes/ip-forward-sysctl.ts';
import { keyringSysctl } from '../../fixes/keyring-sysctl.ts';
import { pingRangeSysctl } from '../../fixes/ping-range-sysctl.ts';
import { unprivilegedPortsSysctl } from '../../fixes/unprivileged-ports-sysctl.ts';
import { usernsLimitSysctl } from '../../fixes/userns-limit-sysctl.ts';
import { usernsSysctl } from '../../fixes/userns-sysctl.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { alice, NO_SYSCTL_FILES, sysctls } from '../helpers/fix-facts.ts';

const files = NO_SYSCTL_FILES;
const set = (key: string, value: string, path?: string) => ({
  kind: 'sysctl',
  key,
  value,
  ...(path === undefined ? {} : { path }),
});

const CLONE = 'kernel.unprivileged_userns_clone';

testFix(usernsSysctl, {
  change: [
    {
      name: 'switched off',
      facts: { sysctls: sysctls({ [CLONE]: '0' }), sysctlFiles: files },
      steps: [
        {
          ...set(CLONE, '1', '/etc/sysctl.d/99-zz-podready-kernel-unprivileged-userns-clone.conf'),
          valueBefore: '0',
          before: null,
          effect: 'loosens',
        },
      ],
    },
    {
      name: 'a file sorts after the usual name',
      facts: {
        sysctls: sysctls({ [CLONE]: '0' }),
        sysctlFiles: {
          ...files,
          settings: [{ path: '/etc/sysctl.d/zzz.conf', line: 1, key: CLONE, value: '0' }],
        },
      },
      steps: [set(CLONE, '1', '/etc/sysctl.d/zzz_podready-kernel-unprivileged-userns-clone.conf')],
    },
  ],
  noop: [
    { name: 'on', facts: { sysctls: sysctls({ [CLONE]: '1' }), sysctlFiles: files } },
    { name: 'no such key', facts: { sysctls: sysctls({ [CLONE]: null }), sysctlFiles: files } },
  ],
  manual: [
    {
      name: '/etc/sysctl.conf sets it',
      facts: {
        sysctls: sysctls({ [CLONE]: '0' }),
        sysctlFiles: {
          ...files,
          settings: [{ path: '/etc/sysctl.conf', line: 4, key: CLONE, value: '0' }],
        },
      },
      because: /\/etc\/sysctl\.conf sets kernel\.unprivileged_userns_clone/,
    },
  ],
});

testFix(usernsLimitSysctl, {
  change: [
    {
      name: 'two kinds are forbidden',
      facts: {
        sysctls: sysctls({
          'user.max_user_namespaces': '0',
          'user.max_mnt_namespaces': '7000',
          'user.max_net_namespaces': '0',
        }),
        sysctlFiles: files,
      },
      steps: [set('user.max_user_namespaces', '28633'), set('user.max_net_namespaces', '28633')],
    },
  ],
  noop: [
    {
      name: 'the default of the kernel',
      facts: { sysctls: sysctls({ 'user.max_user_namespaces': '15000' }), sysctlFiles: files },
    },
  ],
});

const PORTS = 'net.ipv4.ip_unprivileged_port_start';

testFix(unprivilegedPortsSysctl, {
  change: [
    {
      name: 'as low as the lowest port',
      facts: { sysctls: sysctls({ [PORTS]: '1024' }), sysctlFiles: files },
      needs: ['publish:443', 'publish:80', 'publish:8080'],
      steps: [set(PORTS, '80')],
    },
  ],
  noop: [
    {
      name: 'the ports are open',
      facts: { sysctls: sysctls({ [PORTS]: '1024' }), sysctlFiles: files },
      needs: ['publish:8080'],
    },
    {
      name: 'no port is asked for',
      facts: { sysctls: sysctls({ [PORTS]: '1024' }), sysctlFiles: files },
    },
  ],
});

const PING = 'net.ipv4.ping_group_range';

testFix(pingRangeSysctl, {
  change: [
    {
      name: 'the empty range of the kernel',
      facts: { sysctls: sysctls({ [PING]: '1\t0' }), sysctlFiles: files, user: alice },
      steps: [{ ...set(PING, '0 2147483647'), summary: `Set ${PING} to 0 2147483647 (it is 1 0)` }],
    },
  ],
  noop: [
    {
      name: 'the group of the user is in it',
      facts: { sysctls: sysctls({ [PING]: '1000\t1000' }), sysctlFiles: files, user: alice },
    },
  ],
});

testFix(keyringSysctl, {
  change: [
    {
      name: 'the default of the kernel',
      facts: {
        sysctls: sysctls({ 'kernel.keys.maxkeys': '200', 'kernel.keys.maxbytes': '20000' }),
        sysctlFiles: files,
      },
      steps: [set('kernel.keys.maxkeys', '20000'), set('kernel.keys.maxbytes', '500000')],
    },
  ],
  noop: [
    {
      name: 'enough of both',
      facts: {
        sysctls: sysctls({ 'kernel.keys.maxkeys': '20000', 'kernel.keys.maxbytes': '25000000' }),
        sysctlFiles: files,
      },
    },
  ],
});

testFix(inotifySysctl, {
  change: [
    {
      name: 'one of the two is low',
      facts: {
        sysctls: sysctls({
          'fs.inotify.max_user_instances': '1',
          'fs.inotify.max_user_watches': '600000',
        }),
        sysctlFiles: files,
      },
      steps: [set('fs.inotify.max_user_instances', '1024')],
    },
  ],
});

testFix(ipForwardSysctl, {
  change: [
    {
      name: 'off',
      facts: { sysctls: sysctls({ 'net.ipv4.ip_forward': '0' }), sysctlFiles: files },
      steps: [set('net.ipv4.ip_forward', '1')],
    },
  ],
  noop: [
    {
      name: 'on',
      facts: { sysctls: sysctls({ 'net.ipv4.ip_forward': '1' }), sysctlFiles: files },
    },
  ],
});
