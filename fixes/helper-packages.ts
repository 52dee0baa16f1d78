import { helperFactsOf } from '../src/domain/helper-facts.ts';
import { missingHelpers } from '../src/domain/helpers-needed.ts';
import { packageStep } from '../src/domain/package-steps.ts';
import { HELPER_PACKAGES, packageWork, USER_BUS_PACKAGES } from '../src/domain/packages.ts';
import type { FactState } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';
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
  consults: ['containersConf', 'userUnitFiles', 'init'],
  plan(facts) {
    const { packages, userUnitFiles, init } = facts;
    const helpers = helperFactsOf(facts);
    if (packages.state === 'absent') return blocked(packages.because);
    if (helpers === null) return blocked('Podman itself is not installed');
    const noUserBus = lacksUserBus(init, userUnitFiles);
    const missing = missingHelpers(helpers);
    const { manager, installed } = packages.value;
    if (missing.length === 0 && !noUserBus) return noop('no helper program is missing');
    if (manager === null) {
      return manual(`no package manager that podready knows; missing: ${missing.join(', ')}`);
    }
    const [first, ...rest] = packageWork(
      [...missing.map((name) => HELPER_PACKAGES[name]), ...(noUserBus ? [USER_BUS_PACKAGES] : [])],
      { manager, installed },
    ).install;
    if (first === undefined) return noop('the packages of all missing programs are installed');
    return change([packageStep(manager, [first, ...rest], false)], {
      afterwards: noUserBus ? ['re-login'] : [],
    });
  },
});

/** systemd starts the bus of a user by dbus.socket; Debian has it in a package of its own. */
function lacksUserBus(
  init: FactState<{ readonly systemd: boolean }>,
  files: FactState<UserUnitFiles>,
): boolean {
  if (init.state !== 'known' || !init.value.systemd || files.state !== 'known') return false;
  return (files.value.units.get('dbus.socket')?.path ?? null) === null;
}
