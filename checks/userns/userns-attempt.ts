import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  pass,
  verdictOf,
} from '../../src/model/check.ts';
import { formatIdMap, type IdMapping, sameIdMap } from '../../src/parse/id-map.ts';
import type { HelperRun, UsernsAttempt } from '../../src/parse/userns-attempt.ts';

const RESTRICTION = 'kernel.apparmor_restrict_unprivileged_userns';

/**
 * An attempt beats values: whatever else may stand in the way, this is what Podman does first in every
 * command (`tryMappingTool` of pkg/rootless).
 */
export const usernsAttempt = defineCheck({
  meta: {
    id: 'userns-attempt',
    area: 'userns',
    title: "A user namespace with the user's whole ranges works",
    failureTitle: "A user namespace with the user's whole ranges does not work",
    description:
      'Every podman command of a user begins in such a namespace; when the attempt fails, so does Podman.',
    severity: 'error',
    needs: ['run'],
    covers: ['F001', 'F002', 'F003', 'F004', 'F005', 'F021', 'F022', 'F169'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
      'https://man7.org/linux/man-pages/man1/newuidmap.1.html',
    ],
    messages: {
      notCreated: 'A user namespace could not be made: {{said}}',
      notMapped: '{{helper}} did not map the ids of {{user}}: {{said}}',
      otherMap: 'The {{map}} of the attempt is {{found}} instead of {{wanted}}.',
    },
    commands: {
      notCreated: ['unshare -U true'],
      notMapped: [
        'grep -n . /etc/subuid /etc/subgid',
        'ls -l /usr/bin/{{helper}}',
        'podman unshare cat /proc/self/uid_map',
      ],
      otherMap: ['grep -n . /etc/subuid /etc/subgid'],
    },
    fixes: [],
  },
  requires: ['user'],
  consults: ['usernsAttempt', 'sysctls'],
  evaluate({ user, usernsAttempt, sysctls }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (usernsAttempt.state === 'absent') return notApplicable('root needs no user namespace');
    if (usernsAttempt.state === 'unreadable') {
      return usernsAttempt.reason === 'missing-tool'
        ? notApplicable(
            'the host has no unshare(1) to try it with: the other checks of userns decide',
          )
        : { status: 'unknown', because: usernsAttempt.because };
    }
    const findings = findingsOf(usernsAttempt.value, user.value.name);
    if (findings.length === 0) return pass;
    const restricted = sysctls.state === 'known' && sysctls.value.get(RESTRICTION) === '1';
    if (restricted && !usernsAttempt.value.created) {
      // AppArmor judges each program by its profile: that unshare(1) failed says nothing of podman.
      return notApplicable(`${RESTRICTION} is 1: apparmor-userns decides`);
    }
    return verdictOf(findings);
  },
});

type Message = 'notCreated' | 'notMapped' | 'otherMap';

function findingsOf(attempt: UsernsAttempt, user: string): readonly Finding<Message>[] {
  if (!attempt.created) {
    const said = attempt.complaint || 'it ended without a word';
    const evidence: Evidence = {
      kind: 'command',
      where: 'unshare -U',
      found: said,
      expected: 'a process in a user namespace of its own',
    };
    return [{ messageId: 'notCreated', data: { said }, evidence: [evidence] }];
  }
  return [
    ...mapped('newuidmap', attempt.newuidmap, attempt.wanted.uids, attempt.mapped.uids, user),
    ...mapped('newgidmap', attempt.newgidmap, attempt.wanted.gids, attempt.mapped.gids, user),
  ];
}

function mapped(
  helper: 'newuidmap' | 'newgidmap',
  run: HelperRun | null,
  wanted: readonly IdMapping[],
  found: readonly IdMapping[],
  user: string,
): readonly Finding<Message>[] {
  const asked = wanted
    .map(({ inside, outside, count }) => `${inside} ${outside} ${count}`)
    .join(' ');
  if (run?.exitCode !== 0) {
    const ended = run === null ? 'it did not end' : `it ended with ${run.exitCode ?? 'nothing'}`;
    const said = run?.exitCode === null ? 'not on the PATH' : run?.said || ended;
    const evidence: Evidence = {
      kind: 'command',
      where: `${helper} PID ${asked}`,
      found: said,
      expected: 'exit code 0',
    };
    const data = { helper, user, said };
    return [{ messageId: 'notMapped', data, evidence: [evidence] }];
  }
  if (sameIdMap(wanted, found)) return [];
  const map = helper === 'newuidmap' ? 'uid_map' : 'gid_map';
  const texts = { found: formatIdMap(found), wanted: formatIdMap(wanted) };
  const evidence: Evidence = {
    kind: 'kernel',
    where: `/proc/PID/${map}`,
    found: texts.found,
    expected: texts.wanted,
  };
  return [{ messageId: 'otherMap', data: { map, ...texts }, evidence: [evidence] }];
}
