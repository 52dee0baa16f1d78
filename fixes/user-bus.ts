import { blocked, change, defineFix, noop } from '../src/model/fix.ts';

const UNIT = 'dbus.socket';

/** dbus.socket listens at $XDG_RUNTIME_DIR/bus; the bus itself starts with the first message. */
export const userBus = defineFix({
  meta: {
    id: 'user-bus',
    title: 'Let the bus of the user listen again',
    description:
      'Starts dbus.socket of the user, or restarts it where its socket file is one that nobody listens at. A restart ends what is connected to the bus.',
    effect: 'disruptive',
    after: ['helper-packages', 'linger'],
    since: '0.1.0',
    references: ['https://dbus.freedesktop.org/doc/dbus-daemon.1.html'],
  },
  requires: ['apiSockets', 'userUnits'],
  plan({ apiSockets, userUnits }) {
    if (apiSockets.state === 'absent') return blocked(apiSockets.because);
    if (userUnits.state === 'absent') return blocked('no manager of the user runs');
    const { runtimeDir, files, listening } = apiSockets.value;
    const path = `${runtimeDir}/bus`;
    const file = files.get(path);
    if (file === undefined || file.status === 'denied') return blocked(`${path} is not readable`);
    const isThere = file.status === 'ok';
    if (isThere && (listening === null || listening.has(path))) return noop(`${path} listens`);
    return change([
      {
        kind: 'run',
        summary: isThere
          ? `Restart ${UNIT}: nobody listens at ${path}`
          : `Start ${UNIT} of the user`,
        as: 'user',
        effect: isThere ? 'disruptive' : 'safe',
        undo: 'none',
        argv: ['systemctl', '--user', isThere ? 'restart' : 'start', UNIT],
      },
    ]);
  },
});
