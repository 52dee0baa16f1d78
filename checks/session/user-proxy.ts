import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';

/** What a shell exports reaches the commands typed in it, and no unit: pulls by the API go without it. */
export const userProxy = defineCheck({
  meta: {
    id: 'user-proxy',
    area: 'session',
    title: "The user's manager knows the proxy of the session",
    failureTitle: "The user's manager does not know the proxy of the session",
    description:
      'Pulls work in the shell and time out through the API, in quadlets and at boot, where the network is only reached through a proxy.',
    severity: 'warning',
    needs: ['api', 'boot'],
    covers: ['F146'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/environment.d.5.html',
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://github.com/containers/podman/issues/8908',
    ],
    messages: {
      sessionOnly:
        '{{names}} is set in this session, and not in the manager of {{user}}: what podman.socket and units of {{user}} pull does not go through the proxy.',
    },
    commands: {
      sessionOnly: [
        'systemctl --user show-environment | grep -i proxy',
        'mkdir -p ~/.config/environment.d',
        "env | grep -iE '^(https?|no)_proxy=' > ~/.config/environment.d/proxy.conf",
        'systemctl --user daemon-reload',
        'systemctl --user stop podman.service   # the next call starts it with the proxy',
      ],
    },
    fixes: [],
  },
  requires: ['init', 'user', 'proxies'],
  consults: ['containersConf'],
  evaluate({ init, user, proxies, containersConf }) {
    const who = userSession(init, user);
    if ('because' in who) return notApplicable(who.because);
    if (proxies.state === 'absent') return notApplicable(proxies.because);
    const { session, manager, service } = proxies.value;
    if (session.length === 0) return notApplicable('no proxy is set in this session');
    if (manager === null) return notApplicable('no user manager runs for this user');
    const lacking = session.filter((name) => !manager.includes(name) && !service.includes(name));
    if (lacking.length === 0) return pass;
    if (containersConf.state !== 'known') return unknown(containersConf.because);
    // Podman sets these for itself; they may be secrets, so they are not read.
    const own = containersConf.value.settings.get('engine.env');
    if (own !== undefined) return notApplicable(`env in ${own.file} may set it for Podman`);
    const names = lacking.join(', ');
    return fail(
      'sessionOnly',
      { names, user: who.user.name },
      {
        kind: 'command',
        where: 'systemctl --user show-environment',
        found: `no ${lacking.join(', no ')}`,
        expected: `${names}, as in the session`,
      },
    );
  },
});
