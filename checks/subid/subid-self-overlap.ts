import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  verdictOf,
} from '../../src/model/check.ts';
import { formatRange, intersection, type SubidFileName } from '../../src/domain/subid.ts';
import { readableDelegation } from '../../src/domain/subid-verdict.ts';
import type { SubidEntry } from '../../src/parse/subid.ts';

/**
 * The kernel refuses a map that names an id twice (user_namespaces(7)). Seen on Debian 13 with a
 * doubled line, by name or once by uid: `newuidmap: write to uid_map failed: Invalid argument`; with
 * the own uid inside: `the specified mapping 900:65536 in "/etc/subuid" includes the user UID`.
 */
export const subidSelfOverlap = defineCheck({
  meta: {
    id: 'subid-self-overlap',
    area: 'subid',
    title: "The user's own ranges do not overlap",
    failureTitle: "The user's own ranges overlap",
    description:
      'An id that is mapped twice makes the kernel refuse the whole map, and no podman command of this user works.',
    severity: 'error',
    needs: ['run'],
    covers: ['F015'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
      'https://github.com/containers/podman/issues/12147',
    ],
    messages: {
      twice:
        '{{file}} delegates ids {{shared}} to {{user}} twice, in lines {{first}} and {{line}}.',
      ownId:
        '{{file}} line {{line}} delegates {{range}} to {{user}}, which includes the own id {{id}}.',
    },
    commands: {
      twice: [
        'grep -n . {{file}}',
        "sudo sed -i.bak '{{line}}d' {{file}}",
        'podman system migrate',
      ],
      ownId: ['grep -n . {{file}}', 'sudoedit {{file}}', 'podman system migrate'],
    },
    fixes: [],
  },
  requires: ['user', 'nsswitch'],
  consults: ['subuid', 'subgid'],
  evaluate({ user, nsswitch, subuid, subgid }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (user.value.uid === 0) return notApplicable('root needs no subordinate ids');
    const owner = user.value;
    const uids = readableDelegation('subuid', subuid, nsswitch, owner);
    const gids = readableDelegation('subgid', subgid, nsswitch, owner);
    if ('status' in uids) return uids;
    if ('status' in gids) return gids;
    return verdictOf([
      ...overlapsOf('subuid', uids.entries, owner.name, owner.uid),
      ...overlapsOf('subgid', gids.entries, owner.name, owner.gid),
    ]);
  },
  explains: () => [
    { check: 'userns-attempt', messageId: 'notMapped' },
    { check: 'userns-attempt', messageId: 'otherMap' },
  ],
});

function overlapsOf(
  which: SubidFileName,
  entries: readonly SubidEntry[],
  user: string,
  id: number,
): readonly Finding<'twice' | 'ownId'>[] {
  const file = `/etc/${which}`;
  const evidence = (line: number, found: string, expected: string): [Evidence] => [
    { kind: 'file', where: file, line, found, expected },
  ];
  const twice = entries.flatMap((entry, index) => {
    const first = entries.slice(0, index).find((one) => intersection(one, entry) !== null);
    const shared = first === undefined ? null : intersection(first, entry);
    if (first === undefined || shared === null) return [];
    const { line } = entry;
    const data = { file, user, first: first.line, line, shared: formatRange(shared) };
    return [
      {
        messageId: 'twice' as const,
        data,
        evidence: evidence(line, formatRange(entry), `nothing of line ${first.line}`),
      },
    ];
  });
  const own = entries.filter((entry) => intersection(entry, { start: id, count: 1 }) !== null);
  return [
    ...twice,
    ...own.map((entry) => {
      const range = formatRange(entry);
      const data = { file, line: entry.line, user, range, id };
      return {
        messageId: 'ownId' as const,
        data,
        evidence: evidence(entry.line, range, `a range without ${id}`),
      };
    }),
  ];
}
