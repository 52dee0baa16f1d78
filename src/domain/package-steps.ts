import type { InstallPackageStep, PackageManager } from '../model/fix.ts';
import { type PackageNames, packageWork } from './packages.ts';

/** One transaction for all packages. */
export function packageStep(
  manager: PackageManager,
  packages: readonly [string, ...string[]],
  reinstall: boolean,
): InstallPackageStep {
  return {
    kind: 'install-package',
    summary: `${reinstall ? 'Install again' : 'Install'} ${packages.join(', ')}`,
    as: 'root',
    effect: 'safe',
    undo: reinstall ? 'none' : 'equivalent',
    manager,
    packages,
    reinstall,
  };
}

/** At most two steps: what is not installed, and what is and has lost files. */
export function packageSteps(
  missing: readonly PackageNames[],
  manager: PackageManager,
  installed: readonly string[],
): readonly InstallPackageStep[] {
  const { install, reinstall } = packageWork(missing, manager, installed);
  return [stepFor(manager, install, false), stepFor(manager, reinstall, true)].flat();
}

function stepFor(
  manager: PackageManager,
  [first, ...rest]: readonly string[],
  reinstall: boolean,
): readonly InstallPackageStep[] {
  return first === undefined ? [] : [packageStep(manager, [first, ...rest], reinstall)];
}
