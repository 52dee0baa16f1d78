import {
  type Consequence,
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import { isOwnLogin, userSession } from '../../src/domain/user-session.ts';
import type { LoginEnv } from '../../src/facts/login-env.ts';
import type { User } from '../../src/facts/user.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Units } from '../../src/parse/unit-properties.ts';

/** Podman asks the user's systemd over this bus for control groups; without it, it falls back. */
export const userBus = defineCheck({
  meta: {
    id: 'user-bus',
    area: 'session',
    title: "The user's bus listens",
    failureTitle: "The user's bus does not listen",
    description:
      'Without the bus, Podman falls back to cgroupfs: containers get no limits and may end with the session.',
    severity: 'warning',
    needs: ['run', 'api', 'boot', 'remote'],
    covers: ['F026', 'F027', 'F034'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://man7.org/linux/man-pages/man5/user@.service.5.html',
    ],
    messages: {
      missing: 'There is no bus of {{user}}: {{path}} does not exist.',
      deaf: 'Nobody listens at the bus of {{user}}, {{path}}.',
    },
    commands: {
      missing: ['systemctl --user start dbus.socket'],
      deaf: ['systemctl --user restart dbus.socket'],
    },
    fixes: ['user-bus'],
  },
  requires: ['init', 'user', 'apiSockets', 'userUnits'],
  consults: ['systemUnits', 'loginEnv'],
  evaluate({ init, user, apiSockets, userUnits, systemUnits, loginEnv }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (apiSockets.state === 'absent') return unknown(apiSockets.because);
    const path = `${apiSockets.value.runtimeDir}/bus`;
    const file = apiSockets.value.files.get(path);
    if (file === undefined || file.status === 'denied') return unknown(`${path} is not readable`);
    const data = { user: session.user.name, path };
    if (file.status === 'ok') {
      const { listening } = apiSockets.value;
      if (listening === null || listening.has(path)) return pass;
      const evidence = { kind: 'kernel', where: '/proc/net/unix', found: 'no listener' } as const;
      return fail('deaf', data, { ...evidence, expected: `a listener at ${path}` });
    }
    if (userUnits.state === 'absent' && !shouldRun(session.user, systemUnits, loginEnv)) {
      return notApplicable(`no manager of ${session.user.name} runs now`);
    }
    return fail('missing', data, {
      kind: 'file',
      where: path,
      found: 'no such file',
      expected: 'a listening socket',
    });
  },
  explains: (): readonly Consequence[] => [{ check: 'session-variables', messageId: 'noBus' }],
});

/** Whether a bus is to be expected although no manager was found. */
function shouldRun(
  user: User,
  systemUnits: FactState<Units>,
  loginEnv: FactState<LoginEnv>,
): boolean {
  if (isOwnLogin(user, loginEnv)) return true;
  return (
    systemUnits.state === 'known' && systemUnits.value.get('user@.service')?.active === 'active'
  );
}
