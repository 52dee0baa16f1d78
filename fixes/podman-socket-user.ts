import { lingerStep } from '../src/domain/linger-step.ts';
import { type SocketUnit, type SocketUnitState, userSocket } from '../src/domain/podman-socket.ts';
import type { ApiSockets } from '../src/facts/api-sockets.ts';
import type { FactState } from '../src/model/fact.ts';
import {
  blocked,
  change,
  defineFix,
  manual,
  noop,
  type Plan,
  type Step,
} from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';
import type { UnitState } from '../src/parse/unit-properties.ts';

const UNIT = 'podman.socket';

/** The socket of the user's own API; the service behind it starts with the first connection. */
export const podmanSocketUser = defineFix({
  meta: {
    id: 'podman-socket-user',
    title: "Enable the user's podman.socket",
    description:
      'Enables and starts podman.socket of the user; linger comes first where the socket has to be there with nobody logged in.',
    effect: 'safe',
    after: ['linger', 'subid-allocation', 'helper-packages'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-service.1.html'],
  },
  requires: ['init', 'user', 'userUnitFiles', 'userUnits'],
  consults: ['linger', 'apiSockets'],
  plan({ init, user, userUnitFiles, userUnits, linger, apiSockets }, needs) {
    if (user.state === 'absent') return blocked(user.because);
    if (user.value.uid === 0)
      return noop('root has the socket of the system: podman-socket-system');
    if (init.state === 'absent' || !init.value.systemd) return WITHOUT_SYSTEMD;
    const socket = userSocket(userUnits, userUnitFiles, false);
    const obstacle = obstacleOf(socket.later, apiSockets);
    if (obstacle !== null) return obstacle;
    const unit = userUnits.state === 'known' ? userUnits.value.get(UNIT) : undefined;
    const off = linger.state === 'known' && !linger.value.enabled && needs.names.has('boot');
    const [first, ...rest] = [
      ...(off || userUnits.state === 'absent' ? [lingerStep(user.value)] : []),
      ...socketSteps(user.value.name, socket, unit, apiSockets),
    ];
    return first === undefined
      ? noop('podman.socket of the user is enabled and listens')
      : change([first, ...rest]);
  },
});

/** Where no manager of the user runs, `unit` is undefined. */
function socketSteps(
  name: string,
  socket: SocketUnit,
  unit: UnitState | undefined,
  sockets: FactState<ApiSockets>,
): readonly Step[] {
  if (unit === undefined || !isReady(socket)) return [enableStep(name, unit)];
  return isDeaf(sockets, unit) ? [RESTART] : [];
}

function isReady({ now, later }: SocketUnit): boolean {
  return now.kind === 'ready' && later.kind === 'ready';
}

const WITHOUT_SYSTEMD = manual(
  'systemd is not the init of this host: start the service of the API by what starts things there',
  'podman system service --time=0',
);

/** What somebody has to decide before the socket can be enabled. */
function obstacleOf(state: SocketUnitState, sockets: FactState<ApiSockets>): Plan | null {
  if (state.kind === 'missing') {
    return blocked('there is no podman.socket for users: the package of Podman lacks it here');
  }
  if (state.kind === 'masked') {
    return manual(
      `${state.path} masks podman.socket: somebody forbade it`,
      'systemctl --user unmask podman.socket',
    );
  }
  if (state.kind === 'broken') {
    return manual(`${state.path} is broken: ${state.error}`, 'systemctl --user cat podman.socket');
  }
  const file =
    sockets.state === 'known' ? sockets.value.files.get(sockets.value.userPath) : undefined;
  if (file?.status === 'ok' && file.type !== 'socket') {
    return manual(`${file.path} is a ${file.type}, not a socket`, `rm -r ${quote(file.path)}`);
  }
  return null;
}

function enableStep(name: string, unit: UnitState | undefined): Step {
  return {
    kind: 'enable-unit',
    summary: `Enable and start podman.socket of ${name}`,
    as: 'user',
    effect: 'safe',
    undo: 'exact',
    manager: 'user',
    unit: UNIT,
    now: true,
    before: { enabled: unit?.fileState === 'enabled', active: unit?.active === 'active' },
  };
}

/** systemd thinks that it listens, and its socket file was deleted or replaced. */
const RESTART: Step = {
  kind: 'run',
  summary: 'Restart podman.socket, whose socket file is gone',
  as: 'user',
  effect: 'safe',
  undo: 'none',
  argv: ['systemctl', '--user', 'restart', UNIT],
};

function isDeaf(sockets: FactState<ApiSockets>, unit: UnitState): boolean {
  if (sockets.state !== 'known') return false;
  const { userPath, files, listening } = sockets.value;
  if (!unit.listen.includes(userPath)) return false;
  return files.get(userPath)?.status === 'absent' || listening?.has(userPath) === false;
}
