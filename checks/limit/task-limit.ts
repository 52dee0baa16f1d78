import { sliceEvidence } from '../../src/domain/slice-settings.ts';
import { TASKS_NEEDED } from '../../src/domain/user-limits.ts';
import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';

/** Podman is a Go program: `pthread_create failed: Resource temporarily unavailable`. */
export const taskLimit = defineCheck({
  meta: {
    id: 'task-limit',
    area: 'limit',
    title: 'The user may run enough processes',
    failureTitle: 'The user may not run enough processes',
    description:
      'Podman alone has a dozen threads. Where the user may have fewer tasks it ends with a crash of its runtime.',
    severity: 'error',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html',
      'https://man7.org/linux/man-pages/man2/getrlimit.2.html',
    ],
    messages: {
      slice: '{{slice}} may have {{max}} tasks; Podman needs {{needed}} at least.',
      processes:
        '{{user}} may have {{max}} processes (ulimit -u); Podman needs {{needed}} at least.',
    },
    commands: {
      slice: [
        'systemctl show {{slice}} -p TasksMax -p TasksCurrent -p DropInPaths',
        'sudo systemctl set-property {{slice}} TasksMax=33%',
      ],
      processes: ['ulimit -Hu', 'grep -rns nproc /etc/security/limits.conf /etc/security/limits.d'],
    },
    fixes: ['login-limits', 'slice-limits'],
  },
  requires: ['user', 'limits'],
  consults: ['sliceSettings'],
  evaluate({ user, limits, sliceSettings }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root is not limited so');
    if (limits.state !== 'known') return unknown(limits.because);
    const { slice, session } = limits.value;
    const findings: Finding<'slice' | 'processes'>[] = [];
    const evidence = (where: string, found: number): [Evidence] => [
      { kind: 'kernel', where, found: `${found}`, expected: `${TASKS_NEEDED} or more` },
    ];
    if (slice.maxTasks !== null && slice.maxTasks < TASKS_NEEDED) {
      const name = `user-${user.value.uid}.slice`;
      findings.push({
        messageId: 'slice',
        data: { slice: name, max: slice.maxTasks, needed: TASKS_NEEDED },
        evidence: [
          ...evidence(`/sys/fs/cgroup/user.slice/${name}/pids.max`, slice.maxTasks),
          ...(sliceSettings.state === 'known'
            ? sliceEvidence(sliceSettings.value, 'TasksMax')
            : []),
        ],
      });
    }
    if (session !== null && session.processes.hard < TASKS_NEEDED) {
      findings.push({
        messageId: 'processes',
        data: { user: user.value.name, max: session.processes.hard, needed: TASKS_NEEDED },
        evidence: evidence('Max processes of the session', session.processes.hard),
      });
    }
    return verdictOf(findings);
  },
});
