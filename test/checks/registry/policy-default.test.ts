import { policyDefault } from '../../../checks/registry/policy-default.ts';
import type { PolicyJson } from '../../../src/facts/policy-json.ts';
import { parsePolicy } from '../../../src/parse/policy.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const file = '/etc/containers/policy.json';
const policy = (text: string): PolicyJson => ({
  files: [{ path: file, status: 'ok' }],
  used: file,
  policy: parsePolicy(text),
});

testCheck(policyDefault, {
  pass: [
    {
      name: 'Debian',
      facts: { policyJson: policy('{"default":[{"type":"insecureAcceptAnything"}]}') },
    },
    {
      name: 'one registry is allowed',
      facts: {
        policyJson: policy(
          '{"default":[{"type":"reject"}],"transports":{"docker":{"quay.io":[{"type":"insecureAcceptAnything"}]}}}',
        ),
      },
    },
  ],
  fail: [
    {
      name: 'nothing is allowed',
      facts: { policyJson: policy('{"default":[{"type":"reject"}]}') },
      findings: [{ messageId: 'rejectsAll', data: { file } }],
    },
  ],
  notApplicable: [
    { name: 'none', facts: { policyJson: { files: [], used: null, policy: null } } },
    { name: 'not valid', facts: { policyJson: policy('{') } },
  ],
});
