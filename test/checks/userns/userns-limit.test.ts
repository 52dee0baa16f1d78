import { usernsLimit } from '../../../checks/userns/userns-limit.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NO_SYSCTL_FILES, sysctlFile, sysctls } from '../../helpers/kernel-facts.ts';

const KEY = 'user.max_user_namespaces';
const healthy = { sysctls: sysctls(), sysctlFiles: NO_SYSCTL_FILES };
const none = sysctls(
  Object.fromEntries(
    ['user', 'mnt', 'pid', 'ipc', 'uts', 'net'].map((kind) => [
      `user.max_${kind}_namespaces`,
      null,
    ]),
  ),
);

testCheck(usernsLimit, {
  pass: [
    { name: 'the default', facts: healthy },
    { name: 'one is enough', facts: { ...healthy, sysctls: sysctls({ [KEY]: '1' }) } },
  ],
  fail: [
    {
      name: 'a hardening file says 0',
      facts: { sysctls: sysctls({ [KEY]: '0' }), sysctlFiles: sysctlFile(KEY, '0') },
      findings: [
        {
          messageId: 'none',
          data: { key: KEY, suggested: 28_633 },
          evidence: [{ where: KEY }, { where: '/etc/sysctl.d/90-hardening.conf', line: 3 }],
        },
      ],
      explains: [{ check: 'userns-attempt', messageId: 'notCreated' }],
    },
    {
      name: 'no network namespaces',
      facts: { ...healthy, sysctls: sysctls({ 'user.max_net_namespaces': '0' }) },
      findings: [
        { messageId: 'none', data: { key: 'user.max_net_namespaces', suggested: 28_633 } },
      ],
      explains: [],
    },
  ],
  notApplicable: [{ name: 'a kernel without the keys', facts: { ...healthy, sysctls: none } }],
  unknown: [{ name: 'the keys may not be read', facts: { ...healthy, sysctls: new Map() } }],
});
