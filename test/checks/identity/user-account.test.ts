import { unreadableBelow } from '../../../src/domain/user-configuration.ts';
import { userAccount } from '../../../checks/identity/user-account.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ACCOUNT } from '../../helpers/kernel-facts.ts';
import { NO_ACCOUNT } from '../../helpers/fix-facts.ts';
import { ALICE } from '../../helpers/session-facts.ts';

const data = { user: 'alice', home: '/home/alice', mode: '0700', owner: 1000 };
const unseen = { mode: 'unknown', owner: 'unknown' };

testCheck(userAccount, {
  pass: [{ name: 'a home', facts: { user: ALICE, account: ACCOUNT } }],
  fail: [
    {
      name: 'there is no such user',
      facts: { targetAccount: NO_ACCOUNT },
      findings: [{ messageId: 'noUser', data: { user: 'podman' } }],
    },
    {
      name: 'it does not exist',
      facts: {
        user: ALICE,
        account: {
          ...ACCOUNT,
          homeStatus: 'absent',
          homeMode: null,
          homeOwner: null,
          isDirectory: false,
        },
      },
      findings: [{ messageId: 'missing', data: { ...data, ...unseen } }],
    },
    {
      name: 'passwd names none',
      facts: { user: ALICE, account: { ...ACCOUNT, home: '', homeStatus: 'absent' } },
      findings: [{ messageId: 'missing', evidence: [{ where: 'passwd(5)' }] }],
    },
    {
      name: 'a parent directory is closed',
      facts: {
        user: ALICE,
        account: { ...ACCOUNT, homeStatus: 'denied', homeMode: null, homeOwner: null },
      },
      findings: [{ messageId: 'closed', data: { ...data, ...unseen } }],
    },
    {
      name: 'it is a file',
      facts: { user: ALICE, account: { ...ACCOUNT, isDirectory: false } },
      findings: [{ messageId: 'notDirectory', data }],
    },
    {
      name: 'it belongs to root',
      facts: { user: ALICE, account: { ...ACCOUNT, homeOwner: 0, searchable: false } },
      findings: [{ messageId: 'closed', data: { ...data, owner: 0 } }],
      explains: [
        { check: 'home-permissions' },
        { check: 'storage-owner' },
        { check: 'ssh-login', messageId: 'noKeys' },
        { check: 'ssh-login', messageId: 'strictModes' },
        { check: 'podman-socket-enabled' },
        ...unreadableBelow('/home/alice'),
      ],
    },
  ],
});
