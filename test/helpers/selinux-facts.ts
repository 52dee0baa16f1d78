import type { Selinux } from '../../src/facts/selinux.ts';

/** An enforcing host with container-selinux. */
export function selinuxOf(more: Partial<Selinux> = {}): Selinux {
  return {
    enforcing: true,
    configured: 'enforcing',
    policy: 'targeted',
    hasContainerTypes: true,
    containerContexts: '/usr/share/containers/selinux/contexts',
    hasInitLabel: true,
    managesCgroup: false,
    labels: [],
    ...more,
  };
}
