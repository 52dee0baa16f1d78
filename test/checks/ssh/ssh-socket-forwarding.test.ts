import { sshSocketForwarding } from '../../../checks/ssh/ssh-socket-forwarding.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  gone,
  loginEnv,
  SSHD_CONFIG,
  sshdConfig,
  sshdTest,
  sshFiles,
  sockets,
} from '../../helpers/session-facts.ts';

const path = '/run/dbus/system_bus_socket';
const opened = { path, opened: true, error: '' };
const closed = { path, opened: false, error: '(SSH) Channel open failure: open failed' };
const base = {
  user: ALICE,
  streamlocal: closed,
  apiSockets: sockets(),
  sshdConfig: sshdConfig(),
  sshFiles: sshFiles(),
  loginEnv: loginEnv(),
};
const file = '/home/alice/.ssh/authorized_keys';
const key = (line: number, ...options: readonly string[]) => ({
  file,
  line,
  options,
  type: 'ssh-ed25519',
});
const denied = unreadable('denied', 'sshd_config is not readable by this user');
const notAsked = unreadable('not-gathered', 'this transport cannot ask');

testCheck(sshSocketForwarding, {
  pass: [
    { name: 'it opened', facts: { ...base, streamlocal: opened } },
    {
      name: 'it opened, whatever a Match block of others says',
      facts: {
        ...base,
        streamlocal: opened,
        sshdConfig: sshdConfig('Match User bob', 'DisableForwarding yes'),
      },
    },
    { name: 'a local run: the configuration allows it', facts: { ...base, streamlocal: notAsked } },
    {
      name: 'TCP forwarding does not matter',
      facts: { ...base, streamlocal: notAsked, sshdConfig: sshdConfig('AllowTcpForwarding no') },
    },
    {
      name: 'one of two keys may forward',
      facts: {
        ...base,
        streamlocal: notAsked,
        sshFiles: sshFiles({ keys: [key(1, 'restrict'), key(2)] }),
      },
    },
    {
      name: 'restrict, and allowed again',
      facts: {
        ...base,
        streamlocal: notAsked,
        sshFiles: sshFiles({ keys: [key(1, 'restrict', 'port-forwarding')] }),
      },
    },
  ],
  fail: [
    {
      name: 'forbidden for all',
      facts: { ...base, sshdConfig: sshdConfig('AllowStreamLocalForwarding no') },
      findings: [
        {
          messageId: 'config',
          data: {
            where: `${SSHD_CONFIG} line 4`,
            user: 'alice',
            directive: 'AllowStreamLocalForwarding',
            value: 'no',
          },
          evidence: [{ kind: 'file', where: SSHD_CONFIG, line: 4 }],
        },
      ],
    },
    {
      name: 'forbidden by a Match block, in a local run',
      facts: {
        ...base,
        streamlocal: notAsked,
        sshdConfig: sshdConfig('Match User alice', 'DisableForwarding yes'),
      },
      findings: [{ messageId: 'config', evidence: [{ line: 5 }] }],
    },
    {
      name: 'only sshd -T tells',
      facts: {
        ...base,
        sshdConfig: denied,
        sshdEffective: sshdTest({ allowstreamlocalforwarding: ['remote'] }),
      },
      findings: [{ messageId: 'config', evidence: [{ kind: 'command', where: 'sshd -T' }] }],
    },
    {
      name: 'the key is restricted',
      facts: { ...base, sshFiles: sshFiles({ keys: [key(1, 'restrict', 'pty')] }) },
      findings: [
        { messageId: 'keyOption', data: { file, line: 1, user: 'alice', option: 'restrict' } },
      ],
    },
    {
      name: 'all keys forbid it, in a local run',
      facts: {
        ...base,
        streamlocal: notAsked,
        sshFiles: sshFiles({ keys: [key(3, 'no-port-forwarding')] }),
      },
      findings: [
        {
          messageId: 'keyOption',
          data: { file, line: 3, user: 'alice', option: 'no-port-forwarding' },
        },
      ],
    },
    {
      name: 'refused, and nothing says why',
      facts: base,
      findings: [{ messageId: 'refused', data: { path, user: 'alice', error: closed.error } }],
    },
  ],
  notApplicable: [
    {
      name: 'no sshd',
      facts: { ...base, streamlocal: notAsked, sshdConfig: absent('no sshd_config') },
    },
  ],
  unknown: [
    {
      name: 'the configuration is closed',
      facts: { ...base, streamlocal: notAsked, sshdConfig: denied },
    },
    {
      name: 'it depends on the address',
      facts: {
        ...base,
        streamlocal: notAsked,
        sshdConfig: sshdConfig('Match Address 10.0.0.0/8', 'DisableForwarding yes'),
      },
    },
    {
      name: 'refused for a path that is not there',
      facts: { ...base, apiSockets: sockets([gone(path)]), sshdConfig: denied },
    },
  ],
});
