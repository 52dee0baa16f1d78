import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { Init } from '../../src/facts/init.ts';
import { type FactState, type Readable, valueOr } from '../../src/model/fact.ts';
import type { Virtualization } from '../../src/parse/virtualization.ts';

/**
 * With the manager "cgroupfs", which Podman takes where systemd is not the init, it gives the runtime no
 * cgroup for a rootless container (`getOCICgroupPath` of libpod/container_internal_common.go): crun
 * then starts it without limits, and says nothing. Where systemd is the init, Podman itself is in a scope of
 * the user's, and limits hold with either manager (measured with 5.4).
 */
export const cgroupLimits = defineCheck({
  meta: {
    id: 'cgroup-limits',
    area: 'cgroup',
    title: 'Podman can limit rootless containers',
    failureTitle: 'Limits of rootless containers have no effect',
    description:
      'Without a cgroup of its own, a container takes all the memory and processors of the host, whatever --memory and --cpus say.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F031'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/21575',
      'https://github.com/OpenRC/openrc/issues/452',
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
    ],
    messages: {
      noSystemd:
        '{{init}} is the init of this host, and {{user}} was given no cgroup: --memory, --cpus and --pids-limit have no effect.',
    },
    commands: {
      noSystemd: [
        'cat /proc/self/cgroup; ls -l /sys/fs/cgroup/cgroup.procs',
        'podman run --rm --memory 64m IMAGE cat /sys/fs/cgroup/memory.max   # 67108864, if it holds',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'init', 'cgroup'],
  consults: ['virtualization'],
  evaluate({ user, cgroup, init, virtualization }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root needs no delegation');
    if (cgroup.state !== 'known') return unknown(cgroup.because);
    const { version, systemd, given } = cgroup.value;
    if (version !== 'unified') return notApplicable('the cgroup hierarchy is not unified');
    if (systemd) return pass;
    return withoutSystemd(virtualization, given) ?? noSystemd(user.value.name, init);
  },
});

/** Why nothing can be said of limits without systemd. */
function withoutSystemd(
  virtualization: FactState<Virtualization>,
  given: string | null,
): Verdict<never> | null {
  if (virtualization.state !== 'known') return unknown(virtualization.because);
  const { container } = virtualization.value;
  if (container !== null) return notApplicable(`${container} is around it, and sets limits`);
  return given === null ? null : unknown(`what a runtime makes of ${given} is not known`);
}

function noSystemd(user: string, init: Readable<Init>): Verdict<'noSystemd'> {
  const name = valueOr(init, undefined)?.name ?? '';
  return fail(
    'noSystemd',
    { init: name === '' ? 'another than systemd' : name, user },
    {
      kind: 'kernel',
      where: '/sys/fs/cgroup',
      found: `no cgroup that ${user} may write to`,
      expected: 'a cgroup delegated to the user',
    },
  );
}
