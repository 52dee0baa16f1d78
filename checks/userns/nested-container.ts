import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  verdictOf,
} from '../../src/model/check.ts';
import type { Sysctls } from '../../src/facts/sysctls.ts';

import type { FactState } from '../../src/model/fact.ts';
import {
  entriesOf,
  formatRange,
  type SubidFileName,
  type SubidOwner,
} from '../../src/domain/subid.ts';
import type { IdMapping } from '../../src/parse/id-map.ts';
import type { SubidEntry, Subids } from '../../src/parse/subid.ts';
import type { UsernsAttempt } from '../../src/parse/userns-attempt.ts';

/**
 * In a container (LXC, a CI job) only the ids of its own map exist, and a seccomp filter may forbid
 * clone(2) with a new namespace. Both have to be changed from outside.
 */
export const nestedContainer = defineCheck({
  meta: {
    id: 'nested-container',
    area: 'userns',
    title: 'The container that is this host lets Podman nest',
    failureTitle: 'The container that is this host does not let Podman nest',
    description:
      'This host is itself a container. What its engine withholds can only be granted on the host outside.',
    severity: 'error',
    needs: ['run'],
    covers: ['F004', 'F169'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
      'https://github.com/containers/podman/issues/22606',
    ],
    messages: {
      outside:
        '{{file}} line {{line}} delegates {{range}}, but this {{engine}} container only has the ids {{held}}.',
      forbidden: 'This {{engine}} container may not make user namespaces: {{said}}',
    },
    commands: {
      outside: ['cat /proc/self/uid_map /proc/self/gid_map', 'sudoedit {{file}}'],
      forbidden: ['grep Seccomp: /proc/self/status', 'unshare -U true'],
    },
    fixes: [],
  },
  requires: ['user', 'virtualization'],
  consults: ['usernsAttempt', 'subuid', 'subgid', 'sysctls'],
  evaluate({ user, virtualization, usernsAttempt, subuid, subgid, sysctls }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (virtualization.state !== 'known') {
      return { status: 'unknown', because: virtualization.because };
    }
    const { container, marker, uids, gids, seccompFilter } = virtualization.value;
    if (container === null || marker === null) return notApplicable('this host is no container');
    const findings: Finding<'outside' | 'forbidden'>[] = [
      ...outsideOf('subuid', subuid, user.value, uids, container),
      ...outsideOf('subgid', subgid, user.value, gids, container),
      ...forbiddenBy(container, seccompFilter, usernsAttempt, sysctls),
    ];
    // Without the attempt nobody knows what the engine outside forbids.
    if (findings.length === 0 && usernsAttempt.state !== 'known') {
      return { status: 'unknown', because: usernsAttempt.because };
    }
    return verdictOf(findings);
  },
  explains: (_facts, { messageId }) => [
    { check: 'userns-attempt', messageId: messageId === 'forbidden' ? 'notCreated' : 'notMapped' },
  ],
});

function forbiddenBy(
  engine: string,
  seccompFilter: boolean,
  attempt: FactState<UsernsAttempt>,
  sysctls: FactState<Sysctls>,
): readonly Finding<'forbidden'>[] {
  const switchedOff =
    sysctls.state === 'known' &&
    (sysctls.value.get('kernel.unprivileged_userns_clone') === '0' ||
      sysctls.value.get('user.max_user_namespaces') === '0');
  if (attempt.state !== 'known' || attempt.value.created || switchedOff) return [];
  const said = attempt.value.complaint || 'unshare ended without a word';
  const evidence: Evidence = {
    kind: 'command',
    where: 'unshare -U',
    found: `${said}${seccompFilter ? ' (a seccomp filter is in force)' : ''}`,
    expected: `an outer ${engine} that allows unshare, clone and mount`,
  };
  return [{ messageId: 'forbidden', data: { engine, said }, evidence: [evidence] }];
}

function outsideOf(
  which: SubidFileName,
  file: FactState<Subids>,
  owner: SubidOwner,
  held: readonly IdMapping[],
  engine: string,
): readonly Finding<'outside'>[] {
  if (file.state !== 'known' || held.length === 0) return [];
  const path = `/etc/${which}`;
  const ranges = held.map(({ inside, count }) => ({ start: inside, count }));
  const shown = ranges.map((range) => formatRange(range)).join(', ');
  return entriesOf(file.value.entries, owner)
    .filter((entry) => !isHeld(entry, ranges))
    .map((entry) => {
      const range = formatRange(entry);
      const evidence: Evidence = {
        kind: 'file',
        where: path,
        line: entry.line,
        found: range,
        expected: `within ${shown}`,
      };
      const data = { file: path, line: entry.line, range, engine, held: shown };
      return { messageId: 'outside', data, evidence: [evidence] };
    });
}

function isHeld(entry: SubidEntry, ranges: readonly { start: number; count: number }[]): boolean {
  return ranges.some(
    ({ start, count }) => entry.start >= start && entry.start + entry.count <= start + count,
  );
}
