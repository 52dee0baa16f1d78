import { defineCheck, fail, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** A second podman (static build, Homebrew, ~/bin) shares the store of the first. */
export const podmanCopies = defineCheck({
  meta: {
    id: 'podman-copies',
    area: 'version',
    title: 'There is one podman',
    failureTitle: 'Several different podmans are on the PATH',
    description:
      'Units run the podman of the package, the shell the first on the PATH. Two versions on one store disagree about its database, its runtime and its network.',
    severity: 'warning',
    needs: ['run', 'api'],
    covers: ['F156'],
    since: '0.1.0',
    references: ['https://github.com/actions/runner-images/issues/14473'],
    messages: {
      several: '{{first}} comes before {{others}} on the PATH.',
    },
    commands: {
      several: ['type -ap podman', '{{first}} --version', 'systemctl --user cat podman.service'],
    },
    fixes: [],
  },
  requires: ['tools'],
  evaluate({ tools }) {
    const [first, ...others] = valueOr(tools, undefined)?.podmans ?? [];
    if (first === undefined || others.length === 0) return pass;
    return fail(
      'several',
      { first, others: others.join(', ') },
      {
        kind: 'command',
        where: 'type -ap podman',
        found: [first, ...others].join(', '),
        expected: 'one podman',
      },
    );
  },
});
