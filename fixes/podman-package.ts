import { packageStep } from '../src/domain/package-steps.ts';
import { PODMAN_PACKAGE } from '../src/domain/packages.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** Podman by the name that every distribution gives it. What it needs besides is helper-packages. */
export const podmanPackage = defineFix({
  meta: {
    id: 'podman-package',
    title: 'Install Podman',
    description:
      'Installs the package podman of the distribution, without what it recommends. Podman is installed only where somebody asked for it by name.',
    effect: 'safe',
    after: [],
    onlyById: true,
    since: '0.1.0',
    references: ['https://podman.io/docs/installation'],
  },
  requires: [],
  consults: ['targetAccount', 'packages', 'tools'],
  plan({ targetAccount, packages, tools }) {
    if (targetAccount.state === 'known' && !targetAccount.value.exists) {
      return noop('what is installed is asked as the user, who does not exist yet');
    }
    for (const state of [packages, tools])
      if (state.state === 'unreadable') return blocked(state.because);
    if (packages.state !== 'known' || tools.state !== 'known')
      return blocked('the packages are not known');
    const path = tools.value.onPath.podman;
    if (path !== undefined) return noop(`there is ${path}`);
    const { manager, installed } = packages.value;
    if (manager === null)
      return manual('no package manager that podready knows: install Podman first');
    return change([packageStep(manager, [PODMAN_PACKAGE], installed.includes(PODMAN_PACKAGE))]);
  },
});
