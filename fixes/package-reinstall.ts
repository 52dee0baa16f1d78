import { brokenHelpers } from '../src/domain/helpers-needed.ts';
import { packageSteps } from '../src/domain/package-steps.ts';
import { HELPER_PACKAGES } from '../src/domain/packages.ts';
import { blocked, change, defineFix, noop } from '../src/model/fix.ts';

/** A program that its installed package should have was deleted, or moved away. */
export const packageReinstall = defineFix({
  meta: {
    id: 'package-reinstall',
    title: 'Install damaged packages again',
    description:
      'Installs packages again whose program is gone although they are installed. Configuration files that were edited stay.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://manpages.debian.org/stable/apt/apt-get.8.en.html'],
  },
  requires: ['packages', 'tools'],
  plan({ packages, tools }) {
    if (packages.state === 'absent') return blocked(packages.because);
    if (tools.state === 'absent') return blocked(tools.because);
    const { manager, installed } = packages.value;
    if (manager === null) return blocked('the host has no package manager that podready knows');
    const broken = brokenHelpers(tools.value.paths, installed, manager);
    const [first, ...rest] = packageSteps(
      broken.map((name) => HELPER_PACKAGES[name]),
      manager,
      installed,
    );
    return first === undefined
      ? noop('every installed package has its programs')
      : change([first, ...rest]);
  },
});
