import { authFile } from '../../../checks/registry/auth-file.ts';
import type { AuthFile } from '../../../src/parse/registry-auth.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { registriesConf } from '../../helpers/storage-facts.ts';

const path = '/run/user/1000/containers/auth.json';
const conf = '/etc/containers/registries.conf';
const auth = (file: Partial<AuthFile>, ...helpers: readonly string[]) => ({
  registryAuth: {
    files: [{ path, status: 'ok' as const, content: { garbled: [], helpers: [] }, ...file }],
    helpers: new Set(helpers),
  },
  registriesConf: registriesConf({}),
});
const names = (list: string) => ({
  registriesConf: registriesConf({ [conf]: `credential-helpers = ${list}\n` }),
});

testCheck(authFile, {
  pass: [
    { name: 'none', facts: auth({ status: 'absent', content: null }) },
    { name: 'one', facts: auth({}) },
    { name: 'nothing but auth.json', facts: { ...auth({}), ...names('["containers-auth.json"]') } },
    { name: 'a helper that is there', facts: { ...auth({}, 'pass'), ...names('["pass"]') } },
    {
      name: 'a credential that is no base64 stops the pulls from one registry only',
      facts: auth({ content: { garbled: ['quay.io'], helpers: [] } }),
    },
  ],
  fail: [
    {
      name: 'of root, after sudo docker login',
      facts: auth({ status: 'denied', content: null }),
      findings: [{ messageId: 'denied', data: { file: path } }],
    },
    {
      name: 'empty',
      facts: auth({ content: null }),
      findings: [{ messageId: 'invalid', data: { file: path } }],
    },
    {
      name: 'a helper that is gone',
      facts: { ...auth({}, 'pass'), ...names('["containers-auth.json", "secretservice"]') },
      findings: [
        {
          messageId: 'helper',
          data: {
            file: conf,
            line: 1,
            helper: 'secretservice',
            program: 'docker-credential-secretservice',
          },
        },
      ],
    },
    {
      name: 'one that is empty, and a registries.conf that may not be read',
      facts: { ...auth({ content: null }), registriesConf: unreadable('denied', conf) },
      findings: [{ messageId: 'invalid' }],
    },
  ],
  unknown: [
    {
      name: 'registries.conf may not be read',
      facts: { ...auth({}), registriesConf: unreadable('denied', `${conf} may not be read`) },
      because: /may not be read/u,
    },
  ],
});
