import { policyJson } from '../../../checks/registry/policy-json.ts';
import type { PolicyJson } from '../../../src/facts/policy-json.ts';
import { parsePolicy } from '../../../src/parse/policy.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const user = '/home/ada/.config/containers/policy.json';
const system = '/etc/containers/policy.json';
const policy = (text: string | null): PolicyJson => ({
  files: [
    { path: user, status: 'absent' },
    { path: system, status: text === null ? 'denied' : 'ok' },
  ],
  used: system,
  policy: text === null ? null : parsePolicy(text),
});

testCheck(policyJson, {
  pass: [
    {
      name: 'Debian',
      facts: { policyJson: policy('{"default":[{"type":"insecureAcceptAnything"}]}') },
    },
  ],
  fail: [
    {
      name: 'none',
      facts: {
        policyJson: {
          files: [
            { path: user, status: 'absent' },
            { path: system, status: 'absent' },
          ],
          used: null,
          policy: null,
        },
      },
      findings: [{ messageId: 'missing', data: { user, system } }],
    },
    {
      name: 'cut off',
      facts: { policyJson: policy('{"default":[]}') },
      findings: [
        { messageId: 'invalid', data: { file: system, problem: '"default" is an empty list' } },
      ],
    },
    {
      name: 'may not be read',
      facts: { policyJson: policy(null) },
      findings: [{ messageId: 'denied', data: { file: system } }],
    },
  ],
});
