import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';

/** Under `sudo podready check` the target is SUDO_USER; root is only looked at when root logs in. */
export const rootTarget = defineCheck({
  meta: {
    id: 'root-target',
    area: 'identity',
    title: 'The target is not root',
    failureTitle: 'The target is root: rootless Podman was not looked at',
    description:
      'Everything was judged for root. Whether a user can run rootless containers has to be asked for that user.',
    severity: 'info',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman.1.html#rootless-mode'],
    messages: { root: 'The target user is {{user}} (uid 0).' },
    commands: { root: ['podready check --user NAME', 'loginctl list-users'] },
    fixes: [],
  },
  requires: ['user'],
  evaluate({ user }) {
    if (user.state !== 'known') return unknown(user.because);
    const { name, uid } = user.value;
    if (uid !== 0) return pass;
    return fail(
      'root',
      { user: name },
      {
        kind: 'command',
        where: 'id -u',
        found: '0',
        expected: 'the uid of the user who is to run containers',
      },
    );
  },
});
