import { defineCheck, type Evidence, notApplicable, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { entriesOf, formatRange, type SubidOwner } from '../../src/domain/subid.ts';
import type { SubidEntry, Subids } from '../../src/parse/subid.ts';

const NO_SUBIDS: Subids = { entries: [], malformed: [] };

/**
 * Shadow compares the owner with the login name letter by letter, and with the uid. A directory (AD, IPA)
 * often gives the account another spelling than the one in the file, and a uid may have two names.
 */
export const subidOwnerName = defineCheck({
  meta: {
    id: 'subid-owner-name',
    area: 'subid',
    title: 'The ranges are under the name that the system gives the user',
    failureTitle: 'The ranges are under another spelling of the user',
    description:
      'A range that is written under another spelling of the login name does not count, and the user has none.',
    severity: 'error',
    needs: ['run'],
    covers: ['F013'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://github.com/containers/podman/issues/19334',
    ],
    messages: {
      spelling:
        '{{file}} line {{line}} delegates ids to "{{owner}}", but the user is called "{{user}}".',
      sameUid:
        '{{file}} line {{line}} delegates ids to "{{owner}}", another name of uid {{uid}}; the system calls the user "{{user}}".',
    },
    commands: {
      spelling: ['getent passwd {{uid}}', 'sudoedit {{file}}', 'podman system migrate'],
      sameUid: ['getent passwd {{uid}}', 'sudoedit {{file}}', 'podman system migrate'],
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
    const owner = user.value;
    const accounts = idsInUse.state === 'known' ? idsInUse.value.uids : [];
    const aliases = accounts.filter(({ id }) => id === owner.uid).map(({ name }) => name);
    const known = new Set(accounts.map(({ name }) => name));
    const files = [
      { file: '/etc/subuid', subids: valueOr(subuid, NO_SUBIDS) },
      { file: '/etc/subgid', subids: valueOr(subgid, NO_SUBIDS) },
    ];
    return verdictOf(
      files.flatMap(({ file, subids: { entries } }) => {
        if (entriesOf(entries, owner).length > 0) return [];
        const alias = entries.find((entry) => aliases.includes(entry.owner));
        const spelt = entries.find(
          (entry) => !known.has(entry.owner) && bareName(entry.owner) === bareName(owner.name),
        );
        const entry = alias ?? spelt;
        return entry === undefined ? [] : [findingOf(file, entry, owner, alias !== undefined)];
      }),
    );
  },
  explains: (_facts, { data }) => [
    {
      check: data?.['file'] === '/etc/subgid' ? 'subgid-range' : 'subuid-range',
      messageId: 'missing',
    },
  ],
});

function findingOf(file: string, entry: SubidEntry, { name, uid }: SubidOwner, alias: boolean) {
  const evidence: Evidence = {
    kind: 'file',
    where: file,
    line: entry.line,
    found: `${entry.owner}: ${formatRange(entry)}`,
    expected: `${name} or ${uid} as the owner`,
  };
  const data = { file, line: entry.line, owner: entry.owner, user: name, uid };
  const messageId = alias ? ('sameUid' as const) : ('spelling' as const);
  return { messageId, data, evidence: [evidence] as const };
}

/** The name without its domain or realm, in lower case: `EXAMPLE\Alice` and `alice@example.org`. */
function bareName(name: string): string {
  return name.replace(/^.*\\/u, '').replace(/@.*$/u, '').toLowerCase();
}
