import { seccompProfile } from '../../../checks/version/seccomp-profile.ts';
import { seccomp } from '../../../src/facts/seccomp.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf } from '../../helpers/storage-facts.ts';

const own = '/etc/containers/seccomp.json';
const packaged = '/usr/share/containers/seccomp.json';
const libs = '/usr/lib/x86_64-linux-gnu/libseccomp.so';

function given(...lines: readonly string[]) {
  const fact = seccomp.parse({ stdout: lines.map((line) => `${line}\n`).join(''), exitCode: 0 });
  if (fact.state !== 'known') throw new Error(JSON.stringify(fact));
  return { seccomp: fact.value, containersConf: containersConf() };
}

const DEBIAN_12 = given(`unknown ${packaged}`, `library ${libs}.2.5.4`);

testCheck(seccompProfile, {
  pass: [
    { name: 'Debian 12', facts: DEBIAN_12 },
    {
      name: 'Debian 11: what is forbidden is a default, and the library knows what is allowed',
      facts: given(`forbidden ${packaged}`, `library ${libs}.2.5.1`),
    },
    {
      name: 'a profile of the administrator that is of today',
      facts: given(`unknown ${own}`, `unknown ${packaged}`),
    },
    { name: 'no file: the profile is built in', facts: given(`library ${libs}.2.3.3`) },
    {
      name: 'an old library, and a profile that knows of it',
      facts: given(`unknown ${packaged}`, `library ${libs}.2.3.3`),
    },
    { name: 'the library is elsewhere', facts: given(`forbidden ${packaged}`) },
  ],
  fail: [
    {
      name: 'a profile that was left behind in /etc',
      facts: given(`forbidden ${own}`, `unknown ${packaged}`),
      findings: [{ messageId: 'override', data: { file: own, packaged } }],
    },
    {
      name: 'Debian 10',
      facts: given(`forbidden ${packaged}`, `library ${libs}.2.3.3`),
      findings: [
        {
          messageId: 'library',
          data: { path: `${libs}.2.3.3`, version: '2.3.3', file: packaged, needed: '2.4.4' },
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'containers.conf, which may name another, may not be read',
      facts: {
        ...given(`forbidden ${own}`, `unknown ${packaged}`),
        containersConf: unreadable('denied', 'containers.conf may not be read'),
      },
      because: /may not be read/u,
    },
  ],
  notApplicable: [
    {
      name: 'another profile is named',
      facts: {
        ...given(`forbidden ${own}`, `unknown ${packaged}`),
        containersConf: containersConf('[containers]\nseccomp_profile = "/srv/seccomp.json"\n'),
      },
      because: /another profile/,
    },
  ],
});
