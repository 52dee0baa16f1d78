import { defineCheck, fail, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured: `no policy.json file found at any of the following`, `invalid policy in "…"`. */
export const policyJson = defineCheck({
  meta: {
    id: 'policy-json',
    area: 'registry',
    title: 'There is a valid policy.json',
    failureTitle: 'There is no valid policy.json',
    description:
      'policy.json says which images may be pulled, and from where. Without one, or with one that is wrong, Podman refuses every image.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: ['F140', 'F141'],
    since: '0.1.0',
    references: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
    messages: {
      missing: 'There is neither {{user}} nor {{system}}.',
      invalid: '{{file}} {{problem}}.',
      denied: '{{file}} may not be read by the user.',
    },
    commands: {
      missing: [
        'mkdir -p ~/.config/containers',
        String.raw`printf '{"default": [{"type": "insecureAcceptAnything"}]}\n' > ~/.config/containers/policy.json`,
      ],
      invalid: ['cat {{file}}', 'podman image trust show'],
      denied: ['ls -ld {{file}}', 'sudo chmod a+r {{file}}'],
    },
    fixes: ['policy-json', 'package-reinstall'],
  },
  requires: ['policyJson'],
  evaluate({ policyJson: fact }) {
    const policy = valueOr(fact, undefined);
    if (policy === undefined) return pass;
    const { used, files } = policy;
    if (used === null) {
      const [user = '~/.config/containers/policy.json', system = '/etc/containers/policy.json'] =
        files.map(({ path }) => path);
      return fail(
        'missing',
        { user, system },
        { kind: 'file', where: system, found: 'nothing', expected: 'a policy' },
      );
    }
    if (policy.policy === null) {
      return fail(
        'denied',
        { file: used },
        { kind: 'file', where: used, found: 'permission denied', expected: 'readable' },
      );
    }
    if (policy.policy.valid) return pass;
    const { problem } = policy.policy;
    return fail(
      'invalid',
      { file: used, problem },
      {
        kind: 'file',
        where: used,
        found: problem,
        expected: 'a policy as containers-policy.json(5) says',
      },
    );
  },
});
