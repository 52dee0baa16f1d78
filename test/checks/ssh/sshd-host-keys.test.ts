import { sshdHostKeys } from '../../../checks/ssh/sshd-host-keys.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LOCAL, OVER_SSH, sshdConfig, sshServer } from '../../helpers/session-facts.ts';

const none = {
  sshServer: sshServer({ hostKeys: [] }),
  sshdConfig: sshdConfig(),
  connection: LOCAL,
};

testCheck(sshdHostKeys, {
  pass: [
    { name: 'a key', facts: { ...none, sshServer: sshServer() } },
    { name: 'we came over SSH', facts: { ...none, connection: OVER_SSH } },
  ],
  fail: [
    {
      name: 'a cloned image without keys',
      facts: none,
      findings: [{ messageId: 'missing' }],
      explains: [
        { check: 'sshd-available', messageId: 'failed' },
        { check: 'sshd-available', messageId: 'stopped' },
        { check: 'sshd-available', messageId: 'noProcess' },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'dropbear',
      facts: { ...none, sshServer: sshServer({ binaries: ['/usr/sbin/dropbear'] }) },
    },
  ],
  unknown: [
    {
      name: 'the directory is closed',
      facts: { ...none, sshServer: sshServer({ hostKeys: null }) },
    },
    { name: 'keys elsewhere', facts: { ...none, sshdConfig: sshdConfig('HostKey /srv/key') } },
  ],
});
