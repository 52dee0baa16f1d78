import { hierarchyReason, UNIFIED_HIERARCHY_COMMANDS } from '../../src/domain/unified-hierarchy.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/**
 * On version 1 a user has no controllers: Podman says `Resource limits are not supported and ignored
 * on cgroups V1 rootless systems`, Podman 5 warns that version 1 is deprecated, Podman 6 drops it.
 */
export const cgroupVersion = defineCheck({
  meta: {
    id: 'cgroup-version',
    area: 'cgroup',
    title: 'The host has the unified cgroup hierarchy',
    failureTitle: 'The host does not have the unified cgroup hierarchy',
    description:
      'On cgroup v1 rootless containers have no resource limits, statistics or pause, and do not survive a restart of the API service.',
    severity: 'warning',
    needs: ['run', 'api'],
    covers: ['F030', 'F032', 'F033', 'F070', 'F173'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/admin-guide/cgroup-v2.html',
      'https://github.com/containers/podman/blob/main/rootless.md',
    ],
    messages: {
      v1: 'The host uses cgroup v1 ({{why}}).',
      hybrid: 'The host uses the hybrid cgroup hierarchy ({{why}}): the controllers are on v1.',
      none: 'No cgroup hierarchy is mounted at /sys/fs/cgroup.',
      taken: 'The hierarchy is unified, but v1 mounts hold the controllers {{controllers}}.',
    },
    commands: {
      v1: UNIFIED_HIERARCHY_COMMANDS,
      hybrid: UNIFIED_HIERARCHY_COMMANDS,
      none: ['mount | grep cgroup', 'sudo mount -t cgroup2 none /sys/fs/cgroup'],
      taken: ['mount -t cgroup', 'cat /proc/cgroups'],
    },
    fixes: [],
  },
  requires: ['cgroup'],
  consults: ['virtualization'],
  evaluate({ cgroup, virtualization }) {
    if (cgroup.state !== 'known') return unknown(cgroup.because);
    const { version, v1, kernelArguments } = cgroup.value;
    const where = '/sys/fs/cgroup';
    const why = hierarchyReason(kernelArguments);
    const evidence = (found: string) =>
      ({ kind: 'kernel', where, found, expected: 'cgroup2' }) as const;
    switch (version) {
      case 'v1':
        return fail('v1', { why }, evidence(`cgroup v1; ${why}`));
      case 'hybrid':
        return fail('hybrid', { why }, evidence(`hybrid; ${why}`));
      case 'none':
        return virtualization.state === 'known' && virtualization.value.container !== null
          ? notApplicable('this host is a container that was given no cgroups')
          : fail('none', {}, evidence('nothing mounted'));
      case 'unified': {
        if (v1.length === 0) return pass;
        const controllers = v1.join(', ');
        return fail(
          'taken',
          { controllers },
          { kind: 'kernel', where: '/proc/cgroups', found: controllers, expected: 'none on v1' },
        );
      }
    }
  },
  explains: () => [
    { check: 'cgroup-delegation' },
    { check: 'cgroup-controllers' },
    { check: 'closing-sessions' },
  ],
});
