import { lingerStep } from '../src/domain/linger-step.ts';
import type { FactState, Readable } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import type { Units, UnitState } from '../src/parse/unit-properties.ts';
import type { UserUnitFiles } from '../src/parse/user-unit-files.ts';

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
  requires: ['init', 'user', 'userUnitFiles'],
  consults: ['linger', 'userUnits', 'apiSockets'],
  plan({ init, user, userUnitFiles, linger, userUnits, apiSockets }, needs) {
    if (user.state === 'absent') return blocked(user.because);
    if (user.value.uid === 0)
      return noop('root has the socket of the system: podman-socket-system');
    if (init.state === 'absent' || !init.value.systemd) {
      return manual(
        'systemd is not the init of this host: start the service of the API by what starts things there',
        'podman system service --time=0',
      );
    }
    const socket = socketOf(userUnitFiles, userUnits);
    if (socket.missing) {
      return blocked('there is no podman.socket for users: the package of Podman lacks it here');
    }
    if (socket.masked !== null) {
      return manual(
        `${socket.masked} masks podman.socket: somebody forbade it`,
        'systemctl --user unmask podman.socket',
      );
    }
    const lingers = linger.state !== 'known' || linger.value.enabled;
    const lingerFirst = userUnits.state === 'absent' || (!lingers && needs.names.has('boot'));
    const [first, ...rest] = [
      ...(lingerFirst ? [lingerStep(user.value)] : []),
      ...socketSteps(socket, user.value.name, apiSockets),
    ];
    return first === undefined
      ? noop('podman.socket of the user is enabled and listens')
      : change([first, ...rest]);
  },
});

interface Socket {
  readonly missing: boolean;
  /** What masks it. */
  readonly masked: string | null;
  readonly enabled: boolean;
  readonly active: boolean;
  readonly listen: readonly string[];
}

/** The user's manager knows best; where none runs, the files say what it will do. */
function socketOf(filesFact: Readable<UserUnitFiles>, unitsFact: FactState<Units>): Socket {
  const unit = unitsFact.state === 'known' ? unitsFact.value.get(UNIT) : undefined;
  if (unit !== undefined) return socketOfUnit(unit);
  const files = filesFact.state === 'known' ? filesFact.value.units.get(UNIT) : undefined;
  if (files === undefined) return NO_SOCKET;
  return {
    missing: files.path === null,
    masked: files.masked ? files.path : null,
    enabled: files.wantedBy.length > 0,
    active: false,
    listen: [],
  };
}

function socketOfUnit({ load, fragment, fileState, active, listen }: UnitState): Socket {
  return {
    missing: load === 'not-found',
    masked: load === 'masked' ? fragment || UNIT : null,
    enabled: fileState.startsWith('enabled'),
    active: active === 'active',
    listen,
  };
}

const NO_SOCKET: Socket = {
  missing: true,
  masked: null,
  enabled: false,
  active: false,
  listen: [],
};

function socketSteps(
  { enabled, active, listen }: Socket,
  name: string,
  sockets: FactState<SocketFiles>,
): readonly Step[] {
  if (enabled && active) return listensNowhere(sockets, listen) ? [RESTART] : [];
  return [
    {
      kind: 'enable-unit',
      summary: `Enable and start podman.socket of ${name}`,
      as: 'user',
      effect: 'safe',
      undo: 'exact',
      manager: 'user',
      unit: UNIT,
      now: true,
      before: { enabled, active },
    },
  ];
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

interface SocketFiles {
  readonly userPath: string;
  readonly files: ReadonlyMap<string, { readonly status: string; readonly type: string }>;
}

function listensNowhere(sockets: FactState<SocketFiles>, listen: readonly string[]): boolean {
  if (sockets.state !== 'known' || !listen.includes(sockets.value.userPath)) return false;
  const file = sockets.value.files.get(sockets.value.userPath);
  return file?.status === 'absent' || (file?.status === 'ok' && file.type !== 'socket');
}
