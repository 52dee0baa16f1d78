import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  verdictOf,
} from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import {
  entriesOf,
  formatRange,
  intersection,
  type SubidFileName,
  type SubidOwner,
} from '../../src/domain/subid.ts';
import type { NamedId } from '../../src/parse/ids-in-use.ts';
import type { SubidEntry, Subids } from '../../src/parse/subid.ts';

const NO_SUBIDS: Subids = { entries: [], malformed: [] };

/**
 * Nothing breaks at first, which is the trouble: two users whose containers share ids on the host can
 * read each other's files, and usermod(8) accepts such a range without a word.
 */
export const subidOverlap = defineCheck({
  meta: {
    id: 'subid-overlap',
    area: 'subid',
    title: "Nobody else has the user's subordinate ids",
    failureTitle: "Somebody else has the user's subordinate ids",
    description:
      'Processes in the containers of two users with one range run as the same ids on the host, so each can read, change and kill what belongs to the other.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F015'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      other:
        '{{file}} delegates ids {{shared}} to {{user}} (line {{line}}) and to {{other}} (line {{otherLine}}).',
      account:
        '{{file}} line {{line}} delegates {{range}} to {{user}}; {{shared}} is the id of {{other}}.',
    },
    commands: {
      other: ['grep -n . {{file}}', 'sudoedit {{file}}', 'podman system migrate'],
      account: ['grep -n . {{file}}', 'sudoedit {{file}}', 'podman system migrate'],
    },
    fixes: [],
  },
  requires: ['user', 'nsswitch', 'subuid', 'subgid'],
  consults: ['idsInUse'],
  evaluate({ user, nsswitch, subuid, subgid, idsInUse }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (user.value.uid === 0) return notApplicable('root needs no subordinate ids');
    if (nsswitch.state === 'known' && nsswitch.value.lookup !== null) {
      return notApplicable('nsswitch.conf takes subordinate ids from another source than files');
    }
    const inUse = idsInUse.state === 'known' ? idsInUse.value : { uids: [], gids: [] };
    // Another login name of the same uid is the same user.
    const names = new Set(
      inUse.uids.filter(({ id }) => id === user.value.uid).map(({ name }) => name),
    );
    return verdictOf([
      ...overlapsIn('subuid', valueOr(subuid, NO_SUBIDS), user.value, inUse.uids, names),
      ...overlapsIn('subgid', valueOr(subgid, NO_SUBIDS), user.value, inUse.gids, names),
    ]);
  },
});

function overlapsIn(
  which: SubidFileName,
  { entries }: Subids,
  owner: SubidOwner,
  accounts: readonly NamedId[],
  aliases: ReadonlySet<string>,
): readonly Finding<'other' | 'account'>[] {
  const own = entriesOf(entries, owner);
  const others = entries.filter((one) => !own.includes(one) && !aliases.has(one.owner));
  return own.flatMap((entry) => [
    ...others.flatMap((other) => withOther(which, owner.name, entry, other)),
    ...withAccounts(which, owner, entry, accounts),
  ]);
}

function withOther(
  which: SubidFileName,
  user: string,
  entry: SubidEntry,
  other: SubidEntry,
): readonly Finding<'other'>[] {
  const shared = intersection(entry, other);
  if (shared === null) return [];
  const file = `/etc/${which}`;
  const data = {
    file,
    user,
    line: entry.line,
    other: other.owner,
    otherLine: other.line,
    shared: formatRange(shared),
  };
  const expected = 'ranges that have no id in common';
  const seen = (one: SubidEntry): Evidence => ({
    kind: 'file',
    where: file,
    line: one.line,
    found: `${one.owner}: ${formatRange(one)}`,
    expected,
  });
  return [{ messageId: 'other', data, evidence: [seen(entry), seen(other)] }];
}

/** The first account inside the range; one is enough to say that the range is badly placed. */
function withAccounts(
  which: SubidFileName,
  owner: SubidOwner,
  entry: SubidEntry,
  accounts: readonly NamedId[],
): readonly Finding<'account'>[] {
  const inside = accounts.find(
    ({ name, id }) => name !== owner.name && id >= entry.start && id < entry.start + entry.count,
  );
  if (inside === undefined) return [];
  const file = `/etc/${which}`;
  const range = formatRange(entry);
  const data = {
    file,
    line: entry.line,
    user: owner.name,
    range,
    other: inside.name,
    shared: inside.id,
  };
  const expected = 'a range that holds no account or group';
  return [
    {
      messageId: 'account',
      data,
      evidence: [{ kind: 'file', where: file, line: entry.line, found: range, expected }],
    },
  ];
}
