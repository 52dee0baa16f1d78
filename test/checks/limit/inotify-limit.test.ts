import { inotifyLimit } from '../../../checks/limit/inotify-limit.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NO_SYSCTL_FILES, sysctlFile, sysctls } from '../../helpers/kernel-facts.ts';

const KEY = 'fs.inotify.max_user_instances';
const healthy = { sysctls: sysctls(), sysctlFiles: NO_SYSCTL_FILES };

testCheck(inotifyLimit, {
  pass: [{ name: 'Debian 13', facts: healthy }],
  fail: [
    {
      name: 'one instance',
      facts: { sysctls: sysctls({ [KEY]: '1' }), sysctlFiles: sysctlFile(KEY, '1') },
      findings: [
        {
          messageId: 'low',
          data: { key: KEY, value: '1', atLeast: 128, suggested: 1024 },
          evidence: [{ where: KEY }, { line: 3 }],
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'no inotify',
      facts: {
        ...healthy,
        sysctls: new Map([
          [KEY, null],
          ['fs.inotify.max_user_watches', null],
        ]),
      },
    },
  ],
  unknown: [
    {
      name: 'a key that may not be read',
      facts: { ...healthy, sysctls: new Map([[KEY, '8192']]) },
      because: /max_user_watches may not be read/u,
    },
  ],
});
