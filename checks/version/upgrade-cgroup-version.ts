import { hierarchyReason, UNIFIED_HIERARCHY_COMMANDS } from '../../src/domain/unified-hierarchy.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import {
  type Consequence,
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { OsRelease } from '../../src/parse/os-release.ts';

/** Podman 6 has no code for version 1 left, and takes the hybrid hierarchy for version 1. */
export const upgradeCgroupVersion = defineCheck({
  meta: {
    id: 'upgrade-cgroup-version',
    area: 'version',
    title: 'The Podman to come runs on the cgroup hierarchy of the host',
    failureTitle: 'The Podman to come does not run on the cgroup hierarchy of the host',
    description:
      'Podman 6 runs on the unified hierarchy (cgroup v2) only; on another one it does not start after the upgrade.',
    severity: 'error',
    needs: ['upgrade'],
    covers: ['F070'],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
      'https://github.com/podman-container-tools/podman/blob/main/rpm/podman.spec',
      'https://docs.kernel.org/admin-guide/cgroup-v2.html',
    ],
    messages: {
      v1: 'The host uses cgroup v1 ({{why}}), which {{target}} no longer supports.',
      hybrid:
        'The host uses the hybrid cgroup hierarchy ({{why}}), which {{target}} no longer supports.',
    },
    commands: { v1: UNIFIED_HIERARCHY_COMMANDS, hybrid: UNIFIED_HIERARCHY_COMMANDS },
    fixes: [],
  },
  requires: ['cgroup', 'versions'],
  consults: ['osRelease'],
  evaluate({ cgroup, versions, osRelease }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    if (upgrade.to.cgroupV1 !== 'removed') {
      return notApplicable(`${upgrade.name} still runs on cgroup v1`);
    }
    if (cgroup.state !== 'known') return unknown(cgroup.because);
    const { version, kernelArguments } = cgroup.value;
    if (version === 'unified') return pass;
    if (version === 'none') return unknown('no cgroup hierarchy is mounted');
    if (keepsVersion1(osRelease)) {
      return notApplicable('the packages of RHEL 9 keep the support for cgroup v1');
    }
    const why = hierarchyReason(kernelArguments);
    const found = version === 'v1' ? 'cgroup v1' : 'hybrid';
    return fail(
      version,
      { why, target: upgrade.name },
      {
        kind: 'kernel',
        where: '/sys/fs/cgroup',
        found: `${found}; ${why}`,
        expected: 'cgroup2',
      },
    );
  },
  explains: (): readonly Consequence[] => [
    { check: 'cgroup-version' },
    { check: 'cgroup-delegation' },
    { check: 'cgroup-controllers' },
  ],
});

/** rpm/podman.spec removes the refusal where `%{?rhel} == 9`. */
function keepsVersion1(state: FactState<OsRelease>): boolean {
  if (state.state !== 'known') return false;
  const { id, like, versionId } = state.value;
  return versionId.split('.')[0] === '9' && [id, ...like].some((one) => RHEL.has(one));
}

const RHEL: ReadonlySet<string> = new Set(['rhel', 'centos']);
