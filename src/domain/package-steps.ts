import type { InstallPackageStep, PackageManager } from '../model/fix.ts';

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
