import { registryCredentials } from '../../../checks/registry/registry-credentials.ts';
import type { AuthContent } from '../../../src/parse/registry-auth.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const path = '/home/ada/.docker/config.json';
const auth = (content: Partial<AuthContent> | null, ...helpers: readonly string[]) => ({
  registryAuth: {
    files: [
      {
        path,
        status: 'ok' as const,
        content: content === null ? null : { garbled: [], helpers: [], ...content },
      },
    ],
    helpers: new Set(helpers),
  },
});
const ECR = { registry: '123.dkr.ecr.eu-west-1.amazonaws.com', helper: 'ecr-login' };

testCheck(registryCredentials, {
  pass: [
    { name: 'well', facts: auth({}) },
    { name: 'a helper that is there', facts: auth({ helpers: [ECR] }, 'ecr-login') },
    { name: 'no JSON: another check says so', facts: auth(null) },
  ],
  fail: [
    {
      name: 'a file of another computer',
      facts: auth({ helpers: [ECR] }, 'pass'),
      findings: [
        {
          messageId: 'helper',
          data: { file: path, ...ECR, program: 'docker-credential-ecr-login' },
        },
      ],
    },
    {
      name: 'written by hand',
      facts: auth({ garbled: ['quay.io'] }),
      findings: [{ messageId: 'garbled', data: { file: path, registry: 'quay.io' } }],
    },
  ],
});
