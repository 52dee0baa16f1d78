import { keyringUsage } from '../../../checks/limit/keyring-usage.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { conf, LIMITS, NO_CONF, sysctls } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = {
  user: ALICE,
  limits: LIMITS,
  sysctls: sysctls(),
  containersConf: NO_CONF,
};
const many = { ...LIMITS, keys: { keys: 190, maxKeys: 200, bytes: 51, maxBytes: 20_000 } };

testCheck(keyringUsage, {
  pass: [{ name: 'Debian 13', facts: healthy }],
  fail: [
    {
      name: 'many containers',
      facts: { ...healthy, limits: many },
      findings: [
        {
          messageId: 'nearlyUsedUp',
          data: { user: 'alice', used: 190, limit: 200, suggested: 20_000 },
        },
      ],
    },
    {
      name: 'a tiny quota',
      facts: { ...healthy, sysctls: sysctls({ 'kernel.keys.maxkeys': '10' }) },
      findings: [{ messageId: 'nearlyUsedUp' }],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    { name: 'off', facts: { ...healthy, containersConf: conf('containers.keyring', false) } },
    {
      name: 'used up is another fault',
      facts: { ...healthy, sysctls: sysctls({ 'kernel.keys.maxkeys': '5' }) },
      because: /keyring-quota/u,
    },
  ],
});
