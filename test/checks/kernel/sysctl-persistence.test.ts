import { sysctlPersistence } from '../../../checks/kernel/sysctl-persistence.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const FILE = '/etc/sysctl.d/99-hardening.conf';
const SYSTEMD = { name: 'systemd', systemd: true };
const OPENRC = { name: 'init', systemd: false };
const now = new Map([
  ['kernel.unprivileged_userns_clone', '1\n'],
  ['user.max_user_namespaces', '28633'],
  ['kernel.modules_disabled', '0'],
]);
const inMainFile = {
  files: ['/etc/sysctl.conf'],
  denied: [],
  settings: [{ path: '/etc/sysctl.conf', line: 1, key: 'user.max_user_namespaces', value: '0' }],
};
const files = (...lines: readonly string[]) => ({
  files: [FILE],
  denied: [],
  settings: lines.map((text, at) => {
    const [key = '', value = ''] = text.split('=');
    return { path: FILE, line: at + 1, key, value };
  }),
});

testCheck(sysctlPersistence, {
  pass: [
    { name: 'no file sets anything', facts: { init: SYSTEMD, sysctls: now, sysctlFiles: files() } },
    {
      name: 'a later line puts it right',
      facts: {
        init: SYSTEMD,
        sysctls: now,
        sysctlFiles: files('user.max_user_namespaces=0', 'user.max_user_namespaces=9000'),
      },
    },
    {
      name: 'it is already so: another check says it',
      facts: {
        init: SYSTEMD,
        sysctls: new Map([['user.max_user_namespaces', '0']]),
        sysctlFiles: files('user.max_user_namespaces=0'),
      },
    },
    {
      name: 'a value that is no number',
      facts: { init: SYSTEMD, sysctls: now, sysctlFiles: files('user.max_user_namespaces=many') },
    },
    {
      name: 'systemd does not read /etc/sysctl.conf',
      facts: { init: SYSTEMD, sysctls: now, sysctlFiles: inMainFile },
    },
    {
      name: 'nor does it matter there whether it may be read',
      facts: {
        init: SYSTEMD,
        sysctls: now,
        sysctlFiles: { ...files(), denied: ['/etc/sysctl.conf'] },
      },
    },
  ],
  fail: [
    {
      name: 'OpenRC reads /etc/sysctl.conf',
      facts: { init: OPENRC, sysctls: now, sysctlFiles: inMainFile },
      findings: [{ messageId: 'breaks', evidence: [{ kind: 'file', where: '/etc/sysctl.conf' }] }],
    },
    {
      name: 'hardening that comes back at boot',
      facts: {
        init: SYSTEMD,
        sysctls: now,
        sysctlFiles: files('kernel.unprivileged_userns_clone=0', 'kernel.modules_disabled=1'),
      },
      findings: [
        {
          messageId: 'breaks',
          data: {
            key: 'kernel.unprivileged_userns_clone',
            value: 1,
            file: FILE,
            line: 1,
            atBoot: 0,
            harm: 'ordinary users may not make user namespaces then',
          },
          evidence: [{ kind: 'file', where: FILE, line: 1 }],
        },
        {
          messageId: 'breaks',
          data: {
            key: 'kernel.modules_disabled',
            value: 0,
            file: FILE,
            line: 2,
            atBoot: 1,
            harm: 'no module can be loaded then, such as overlay or tun',
          },
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'a file that only root may read',
      facts: {
        init: SYSTEMD,
        sysctls: now,
        sysctlFiles: { ...files(), denied: ['/etc/sysctl.d/secret.conf'] },
      },
    },
  ],
});
