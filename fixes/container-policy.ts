import { packageSteps } from '../src/domain/package-steps.ts';
import { CONTAINER_POLICY_PACKAGES } from '../src/domain/packages.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** Debian and Arch have no such package: an enforcing host of theirs runs no container. */
export const containerPolicy = defineFix({
  meta: {
    id: 'container-policy',
    title: 'Install the SELinux policy for containers',
    description:
      'Installs container-selinux, or installs it again where it is there and its types are not. Its own script labels what the policy knows.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://github.com/containers/container-selinux'],
  },
  requires: ['selinux', 'packages'],
  plan({ selinux, packages }) {
    if (selinux.state === 'absent') return noop('the kernel does not run SELinux');
    if (selinux.value.hasContainerTypes !== false) {
      return noop('the policy knows containers, or nobody can tell');
    }
    if (packages.state === 'absent') return blocked(packages.because);
    const { manager, installed } = packages.value;
    if (manager === null) return blocked('the host has no package manager that podready knows');
    const [first, ...rest] = packageSteps([CONTAINER_POLICY_PACKAGES], manager, installed);
    return first === undefined
      ? manual(
          'this distribution has no package with an SELinux policy for containers: build container-selinux, or let SELinux be permissive',
          'sudo semodule --list-modules=full',
        )
      : change([first, ...rest]);
  },
});
