import {
  type Consequence,
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { ApiSockets } from '../../src/facts/api-sockets.ts';
import type { User } from '../../src/facts/user.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';
import { type SocketUnitState, userSocket } from '../../src/domain/podman-socket.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import { isDoingOfThisLogin, userSession } from '../../src/domain/user-session.ts';
import type { Evidence } from '../../src/model/check.ts';

const CAUSES: readonly Consequence[] = [
  { check: 'podman-socket-stale', messageId: 'deaf' },
  { check: 'podman-socket-stale', messageId: 'gone' },
  { check: 'docker-host', messageId: 'noSocket' },
];

/**
 * The API of rootless Podman is a socket of the user's systemd. The system's podman.socket is another
 * one: enabling that is the usual mistake.
 */
export const podmanSocket = defineCheck({
  meta: {
    id: 'podman-socket',
    area: 'socket',
    title: "The user's podman.socket listens",
    failureTitle: "The user's podman.socket does not listen",
    description:
      'Remote clients, Docker clients and tools that use the API find nothing at /run/user/UID/podman/podman.sock.',
    severity: 'error',
    needs: ['api', 'remote', 'docker-clients'],
    covers: ['F048', 'F049', 'F061'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-service.1.html',
      'https://man7.org/linux/man-pages/man5/systemd.socket.5.html',
    ],
    messages: {
      missing: 'There is no user unit podman.socket on this host.',
      masked: 'The user unit podman.socket is masked by {{path}}.',
      broken: 'The user unit podman.socket cannot be loaded: {{error}} ({{path}})',
      failed: 'The user unit podman.socket of {{user}} has failed: {{result}}.',
      disabled: 'The user unit podman.socket is not enabled for {{user}}.',
      stopped: 'The user unit podman.socket is enabled for {{user}}, but it does not listen now.',
      noSystemd:
        '{{init}} is the init of this host, so that no unit offers the API of {{user}}, and nothing listens at {{path}}.',
    },
    commands: {
      missing: ['podman --version', 'ls /usr/lib/systemd/user/podman.socket'],
      masked: [
        'systemctl --user unmask podman.socket',
        'systemctl --user enable --now podman.socket',
      ],
      broken: ['systemctl --user status podman.socket', 'systemctl --user edit podman.socket'],
      failed: [
        'systemctl --user status podman.socket podman.service',
        'systemctl --user reset-failed podman.socket podman.service',
        'systemctl --user start podman.socket',
      ],
      disabled: ['systemctl --user enable --now podman.socket'],
      stopped: ['systemctl --user start podman.socket'],
      noSystemd: ['podman system service --time=0 unix://{{path}}'],
    },
    fixes: ['podman-socket-user'],
  },
  requires: ['init', 'user', 'userUnits', 'userUnitFiles'],
  consults: ['loginSession', 'connection', 'apiSockets'],
  evaluate({ init, user, userUnits, userUnitFiles, loginSession, connection, apiSockets }) {
    const [pid1, who] = [valueOr(init, undefined), valueOr(user, undefined)];
    if (pid1?.systemd === false && who !== undefined && who.uid !== 0) {
      return withoutSystemd(pid1.name, who, apiSockets);
    }
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    const unit = userUnits.state === 'known' ? userUnits.value.get('podman.socket') : undefined;
    const ours = isDoingOfThisLogin(unit?.enteredAt ?? null, loginSession, connection);
    const { now } = userSocket(userUnits, userUnitFiles, ours);
    if (now.kind === 'ready') return pass;
    const evidence: Evidence =
      unit === undefined
        ? { kind: 'unit', where: 'podman.socket', found: now.kind, expected: 'enabled' }
        : unitEvidence(unit, 'active, enabled');
    return fail(now.kind, dataOf(now, session.user.name), evidence);
  },
  explains: () => CAUSES,
});

/** Somebody else may have started `podman system service`, and where depends on XDG_RUNTIME_DIR. */
function withoutSystemd(
  init: string,
  { name, uid }: User,
  sockets: FactState<ApiSockets>,
): Verdict<'noSystemd'> {
  if (sockets.state !== 'known') return unknown(sockets.because);
  const { listening, userPath: path } = sockets.value;
  if (listening === null) return unknown('the kernel did not list the sockets that listen');
  const isOwn = new RegExp(`[/-]${uid}/.*podman\\.sock$`, 'u');
  if ([...listening].some((one) => isOwn.test(one))) return pass;
  return fail(
    'noSystemd',
    { init: init === '' ? 'another than systemd' : init, user: name, path },
    { kind: 'kernel', where: '/proc/net/unix', found: 'no such listener', expected: path },
  );
}

function dataOf(state: SocketUnitState, user: string): Record<string, string> {
  switch (state.kind) {
    case 'masked':
      return { path: state.path };
    case 'broken':
      return { path: state.path, error: state.error };
    case 'failed':
      return { user, result: state.result };
    default:
      return { user };
  }
}
