import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** `cannot resolve /nonexistent: lstat /nonexistent: no such file or directory` (5.4 on Debian 13). */
export const homeVariable = defineCheck({
  meta: {
    id: 'home-variable',
    area: 'identity',
    title: 'HOME is the home of the user',
    failureTitle: 'HOME is not the home of the user',
    description:
      'Podman looks for its store and configuration below $HOME. Where a session has another value than passwd, its containers and images are not the ones that other sessions see, or nothing works.',
    severity: 'error',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman.1.html#files'],
    messages: {
      differs: 'HOME is {{value}} in a session of {{user}}, whose home is {{home}}.',
      unset: 'HOME is not set in a session of {{user}}.',
    },
    commands: {
      differs: [
        'grep -ns "HOME=" ~{{user}}/.bashrc ~{{user}}/.profile ~{{user}}/.ssh/environment /etc/environment /etc/profile.d/*',
        'export HOME={{home}}',
      ],
      unset: ['export HOME={{home}}'],
    },
    fixes: [],
  },
  requires: ['user', 'account'],
  evaluate({ user, account }) {
    if (user.state !== 'known') return unknown(user.because);
    if (account.state !== 'known') return unknown(account.because);
    const { home, homeVariable } = account.value;
    if (home === '') return notApplicable('passwd names no home: user-account says so');
    const bare = (path: string): string => (path.length > 1 ? path.replace(/\/+$/u, '') : path);
    if (bare(homeVariable) === bare(home)) return pass;
    const data = { user: user.value.name, home, value: homeVariable };
    return fail(homeVariable === '' ? 'unset' : 'differs', data, {
      kind: 'command',
      where: 'HOME',
      found: homeVariable || 'not set',
      expected: home,
    });
  },
});
