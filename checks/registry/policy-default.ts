import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

export const policyDefault = defineCheck({
  meta: {
    id: 'policy-default',
    area: 'registry',
    title: 'The policy lets some images in',
    failureTitle: 'The policy refuses every image',
    description:
      'The administrator may have wanted that only some images are used. A policy that rejects by default and allows nothing else refuses every pull and every load.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F141'],
    since: '0.1.0',
    references: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
    messages: { rejectsAll: '{{file}} rejects by default, and allows no registry and no archive.' },
    commands: { rejectsAll: ['podman image trust show', 'cat {{file}}'] },
    fixes: [],
  },
  requires: ['policyJson'],
  evaluate({ policyJson }) {
    const { used, policy } = valueOr(policyJson, { used: null, policy: null });
    if (used === null || policy?.valid !== true) return notApplicable('there is no valid policy');
    const allowed = [...policy.scopes.values()].filter((types) => !types.includes('reject'));
    if (!policy.defaults.includes('reject') || allowed.length > 0) return pass;
    return fail(
      'rejectsAll',
      { file: used },
      {
        kind: 'file',
        where: used,
        found: '"default": [{"type": "reject"}]',
        expected: 'a scope that allows something',
      },
    );
  },
});
