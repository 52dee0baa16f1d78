import { usernsSwitch } from '../../../checks/userns/userns-switch.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NO_SYSCTL_FILES, sysctlFile, sysctls } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const KEY = 'kernel.unprivileged_userns_clone';
const healthy = { user: ALICE, sysctls: sysctls(), sysctlFiles: NO_SYSCTL_FILES };

testCheck(usernsSwitch, {
  pass: [{ name: 'the switch is on', facts: healthy }],
  fail: [
    {
      name: 'a hardening file turns it off',
      facts: { ...healthy, sysctls: sysctls({ [KEY]: '0' }), sysctlFiles: sysctlFile(KEY, '0') },
      findings: [
        {
          messageId: 'off',
          data: { key: KEY, value: '0' },
          evidence: [
            { kind: 'kernel', where: KEY, found: '0' },
            { kind: 'file', where: '/etc/sysctl.d/90-hardening.conf', line: 3 },
          ],
        },
      ],
      explains: [{ check: 'userns-attempt', messageId: 'notCreated' }],
    },
  ],
  notApplicable: [
    { name: 'no such key', facts: { ...healthy, sysctls: sysctls({ [KEY]: null }) } },
    { name: 'root', facts: { ...healthy, user: ROOT } },
  ],
  unknown: [{ name: 'the key may not be read', facts: { ...healthy, sysctls: new Map() } }],
});
