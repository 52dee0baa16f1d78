import { userSession } from '../src/domain/user-session.ts';
import { blocked, change, defineFix, noop, type Step } from '../src/model/fix.ts';

/** Names that systemd allows (systemd.unit(5)); no option. */
const PLAIN = /^[\w@.:\\][\w@.:\\-]*$/u;

/** The unit itself stays as its author wrote it: what is added is the link that `default.target` would have made. */
export const userUnitWants = defineFix({
  meta: {
    id: 'user-unit-wants',
    title: 'Let units that wait for multi-user.target start with the user',
    description:
      "Lets default.target of the user's manager want each unit that is enabled for multi-user.target, which that manager does not have. It is started at the next boot, not now.",
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man1/systemctl.1.html',
      'https://man7.org/linux/man-pages/man7/systemd.special.7.html',
    ],
  },
  requires: ['init', 'user', 'userUnitFiles'],
  plan({ init, user, userUnitFiles }) {
    const session = userSession(init, user);
    if ('because' in session) return blocked(session.because);
    if (userUnitFiles.state === 'absent') return blocked(userUnitFiles.because);
    const { home } = session.user;
    const units = userUnitFiles.value.wantedByMultiUser
      .filter(({ path }) => path.startsWith(`${home}/`))
      .map(({ unit }) => unit);
    const odd = units.find((unit) => !PLAIN.test(unit));
    if (odd !== undefined) return blocked(`${odd} is no name of a unit`);
    const [first, ...rest] = [...new Set(units)].map((unit) => step(unit, home));
    return first === undefined
      ? noop('no unit of the user waits for multi-user.target')
      : change([first, ...rest]);
  },
});

function step(unit: string, home: string): Step {
  return {
    kind: 'run',
    summary: `Let ${unit} start with the manager of the user`,
    as: 'user',
    effect: 'safe',
    undo: 'exact',
    argv: ['systemctl', '--user', 'add-wants', 'default.target', unit],
    undoArgv: ['rm', '-f', `${home}/.config/systemd/user/default.target.wants/${unit}`],
  };
}
