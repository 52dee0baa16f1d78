import { keyringQuota } from '../../../checks/limit/keyring-quota.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  conf,
  LIMITS,
  NO_CONF,
  NO_SYSCTL_FILES,
  sysctlFile,
  sysctls,
} from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const KEY = 'kernel.keys.maxkeys';
const healthy = {
  user: ALICE,
  limits: LIMITS,
  sysctls: sysctls(),
  sysctlFiles: NO_SYSCTL_FILES,
  containersConf: NO_CONF,
};

testCheck(keyringQuota, {
  pass: [
    { name: 'Debian 13', facts: healthy },
    { name: 'one key is left', facts: { ...healthy, sysctls: sysctls({ [KEY]: '6' }) } },
    { name: 'a user without keys', facts: { ...healthy, limits: { ...LIMITS, keys: null } } },
  ],
  fail: [
    {
      name: 'no key is left',
      facts: { ...healthy, sysctls: sysctls({ [KEY]: '2' }), sysctlFiles: sysctlFile(KEY, '2') },
      findings: [
        {
          messageId: 'usedUp',
          data: { user: 'alice', used: 5, key: KEY, limit: 2, suggested: 20_000 },
          evidence: [{ where: KEY }, { where: '/etc/sysctl.d/90-hardening.conf', line: 3 }],
        },
      ],
    },
    {
      name: 'no byte is left',
      facts: { ...healthy, sysctls: sysctls({ 'kernel.keys.maxbytes': '51' }) },
      findings: [
        {
          messageId: 'usedUp',
          data: {
            user: 'alice',
            used: 5,
            key: 'kernel.keys.maxbytes',
            limit: 51,
            suggested: 500_000,
          },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    {
      name: 'containers.conf turns keyrings off',
      facts: { ...healthy, containersConf: conf('containers.keyring', false) },
      because: /keyring = false/u,
    },
    {
      name: 'a kernel without keys',
      facts: { ...healthy, limits: { ...LIMITS, keys: null }, sysctls: new Map() },
    },
  ],
});
