import { homePermissions } from '../../../checks/identity/home-permissions.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ACCOUNT, CONF } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const unusable = [
  { path: '/home/alice/.config', lacks: 'owner', mode: 0o755, uid: 0 },
  { path: '/home/alice/.config/containers', lacks: 'search', mode: 0o700, uid: 0 },
  { path: CONF, lacks: 'read', mode: 0o600, uid: 0 },
  { path: '/home/alice/.local', lacks: 'write', mode: null, uid: null },
] as const;

testCheck(homePermissions, {
  pass: [{ name: 'all can be used', facts: { user: ALICE, account: ACCOUNT } }],
  fail: [
    {
      name: 'left by commands with sudo',
      facts: { user: ALICE, account: { ...ACCOUNT, unusable } },
      findings: [
        {
          messageId: 'notOwned',
          data: { path: '/home/alice/.config', user: 'alice', mode: '0755', owner: 0 },
        },
        { messageId: 'closed', evidence: [{ where: '/home/alice/.config/containers' }] },
        { messageId: 'unreadable', data: { path: CONF, user: 'alice', mode: '0600', owner: 0 } },
        {
          messageId: 'notWritable',
          data: { path: '/home/alice/.local', user: 'alice', mode: 'unknown', owner: 'unknown' },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { user: ROOT, account: { ...ACCOUNT, unusable } } },
    { name: 'no home', facts: { user: ALICE, account: { ...ACCOUNT, homeStatus: 'absent' } } },
  ],
});
