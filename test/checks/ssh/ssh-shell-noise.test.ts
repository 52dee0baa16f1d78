import { sshShellNoise } from '../../../checks/ssh/ssh-shell-noise.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LOCAL, OVER_SSH } from '../../helpers/session-facts.ts';

const base = { connection: OVER_SSH, noise: 'Welcome to this host\n' };
const file = '/home/alice/.bashrc';

testCheck(sshShellNoise, {
  pass: [{ name: 'silence', facts: { ...base, noise: absent('nothing was printed') } }],
  fail: [
    {
      name: 'a line that prints is known',
      facts: { ...base, shellStartup: { files: [file], printing: [{ file, line: 1 }] } },
      findings: [{ messageId: 'known', data: { text: 'Welcome to this host', file, line: 1 } }],
    },
    {
      name: 'no such line',
      facts: { ...base, shellStartup: { files: [file], printing: [] } },
      findings: [{ messageId: 'unknown', data: { text: 'Welcome to this host' } }],
    },
  ],
  notApplicable: [{ name: 'a local run', facts: { ...base, connection: LOCAL } }],
});
