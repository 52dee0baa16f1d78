import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** What every distribution ships: any image may be pulled from any registry (containers-policy.json(5)). */
const POLICY = {
  default: [{ type: 'insecureAcceptAnything' }],
  transports: { 'docker-daemon': { '': [{ type: 'insecureAcceptAnything' }] } },
};

/** Without any policy Podman refuses every image. One that is there, also a broken one, stays. */
export const policyJson = defineFix({
  meta: {
    id: 'policy-json',
    title: 'Write a signature policy for the user',
    description:
      'Writes ~/.config/containers/policy.json with the policy that distributions ship, where there is none at all.',
    effect: 'safe',
    after: ['package-reinstall'],
    since: '0.1.0',
    references: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  requires: ['policyJson'],
  plan({ policyJson: policy }) {
    if (policy.state === 'absent') return blocked(policy.because);
    const { used, files } = policy.value;
    if (used !== null) {
      return policy.value.policy?.valid !== true
        ? manual(`${used} is there and Podman cannot use it: podready does not replace it`)
        : noop(`${used} is the policy`);
    }
    const path = files.find((one) => !/^\/(?:etc|usr)\//u.test(one.path))?.path;
    if (path === undefined)
      return blocked('the folder of the configuration of the user is not known');
    return change([
      {
        kind: 'write-file',
        summary: 'Write the policy that distributions ship',
        as: 'user',
        effect: 'safe',
        undo: 'exact',
        path,
        content: `${JSON.stringify(POLICY, null, 2)}\n`,
        mode: 0o644,
        before: null,
      },
    ]);
  },
});
