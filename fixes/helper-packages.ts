import { missingHelpers } from '../src/domain/helpers-needed.ts';
import { packageSteps } from '../src/domain/package-steps.ts';
import { USER_BUS_PACKAGES } from '../src/domain/packages.ts';
import type { FactState } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import type { UserUnitFiles } from '../src/parse/user-unit-files.ts';

/** Only helpers that this Podman needs here, without what they recommend. */
export const helperPackages = defineFix({
  meta: {
    id: 'helper-packages',
    title: 'Install missing helper programs',
    description:
      'Installs the packages of helper programs that Podman needs and does not find, by the package manager of the distribution.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman.1.html'],
  },
  requires: ['packages', 'tools', 'user', 'versions', 'sysctls'],
  consults: ['containersConf', 'networkConfig', 'userUnitFiles', 'userUnits', 'init'],
  plan(facts) {
    const { packages, userUnits } = facts;
    const missing = missingHelpers(facts);
    if (packages.state === 'absent') return blocked(packages.because);
    if (missing === null) return blocked('Podman itself is not installed');
    const noUserBus = lacksUserBus(facts.init, facts.userUnitFiles);
    const names = [...missing.map(({ name }) => name), ...(noUserBus ? ['dbus-user-session'] : [])];
    if (names.length === 0) return noop('no helper program is missing');
    const { manager, installed } = packages.value;
    if (manager === null) {
      return manual(`no package manager that podready knows; missing: ${names.join(', ')}`);
    }
    const wanted = [
      ...missing.map((one) => one.packages),
      ...(noUserBus ? [USER_BUS_PACKAGES] : []),
    ];
    const [first, ...rest] = packageSteps(wanted, manager, installed);
    if (first === undefined) {
      return blocked(`no package of ${manager} is known to have ${names.join(', ')}`);
    }
    const busSteps = noUserBus && userUnits.state === 'known' ? START_BUS : [];
    return change([first, ...rest, ...busSteps]);
  },
});

/** A manager that runs already does not see the new unit by itself. */
const START_BUS: readonly Step[] = [
  {
    kind: 'run',
    summary: 'Let the user manager read its new unit',
    as: 'user',
    effect: 'safe',
    undo: 'equivalent',
    argv: ['systemctl', '--user', 'daemon-reload'],
    undoArgv: ['systemctl', '--user', 'daemon-reload'],
  },
  {
    kind: 'run',
    summary: 'Start the bus of the user',
    as: 'user',
    effect: 'safe',
    undo: 'none',
    argv: ['systemctl', '--user', 'start', 'dbus.socket'],
  },
];

/** systemd starts the bus of a user by dbus.socket; Debian has it in a package of its own. */
function lacksUserBus(
  init: FactState<{ readonly systemd: boolean }>,
  files: FactState<UserUnitFiles>,
): boolean {
  if (init.state !== 'known' || !init.value.systemd || files.state !== 'known') return false;
  return (files.value.units.get('dbus.socket')?.path ?? null) === null;
}
