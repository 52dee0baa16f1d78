import {
  countIds,
  entriesOf,
  formatRange,
  type IdRange,
  IDS_ENOUGH,
  intersection,
  type SubidFileName,
  type SubidOwner,
} from '../../src/domain/subid.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  pass,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import type { SubidLookup } from '../../src/parse/nsswitch.ts';
import type { Subids } from '../../src/parse/subid.ts';

/**
 * newuidmap takes what nsswitch.conf names, a Podman without the build tag `libsubid` only the files: it
 * finds no range, or one that newuidmap refuses (podman#25041, podman-static#61).
 */
export const subidSource = defineCheck({
  meta: {
    id: 'subid-source',
    area: 'subid',
    title: 'Podman reads subordinate ids where the host keeps them',
    failureTitle: 'Podman does not read subordinate ids where the host keeps them',
    description:
      'Ranges that a directory gives do not reach Podman: it has a single id, and most images cannot be unpacked.',
    severity: 'error',
    needs: ['run'],
    covers: ['F014'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/25041',
      'https://github.com/containers/storage/blob/main/pkg/idtools/idtools_supported.go',
      'https://github.com/mgoltzsche/podman-static/issues/61',
    ],
    messages: {
      filesOnly:
        '{{podman}} is built without libsubid and reads only {{file}}, where {{user}} has {{found}}; nsswitch.conf takes subordinate ids from {{source}}.',
    },
    commands: {
      filesOnly: [
        'grep ^subid /etc/nsswitch.conf; getsubids {{user}}; getsubids -g {{user}}',
        'ldd {{podman}} | grep libsubid   # the podman of the distribution is linked with it',
        'sudoedit {{file}}   # or the same range again for {{user}}',
        'podman system migrate',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'nsswitch', 'subuid', 'subgid'],
  evaluate({ user, nsswitch, subuid, subgid }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root needs no subordinate ids');
    if (nsswitch.state !== 'known') return notApplicable(nsswitch.because);
    const { lookup, podman, subid } = nsswitch.value;
    if (lookup === null) return notApplicable('the files are the source');
    if (podman === null) return notApplicable('there is no podman');
    const { path, reads } = podman;
    if (reads === 'libsubid') return pass;
    if (reads === 'unclear') return unknown(`${path} does not tell how it was built`);
    const inFiles = { subuid, subgid };
    const owned = NAMES.map((name) =>
      ownIn(name, valueOr(inFiles[name], NONE), user.value, lookup),
    );
    const lacking = owned.filter(({ judged }) => judged === 'lacking');
    if (lacking.length === 0 && owned.some(({ judged }) => judged === 'unknown')) {
      return unknown(
        'nsswitch.conf takes subordinate ids from elsewhere, and getsubids is missing',
      );
    }
    const data = { podman: path, user: user.value.name, source: subid.join(' ') };
    return verdictOf(lacking.map(({ name, has }) => finding(name, has, data)));
  },
  // The namespace that Podman made with what it found is as small as that.
  explains: () => [{ check: 'namespace-stale' }],
});

const NAMES: readonly SubidFileName[] = ['subuid', 'subgid'];
const NONE: Subids = { entries: [], malformed: [] };

/** What the file gives the owner, and whether it will do beside what the directory gives. */
interface Own {
  readonly name: SubidFileName;
  readonly has: readonly IdRange[];
  readonly judged: 'fine' | 'lacking' | 'unknown';
}

function ownIn(name: SubidFileName, file: Subids, owner: SubidOwner, lookup: SubidLookup): Own {
  const has = entriesOf(file.entries, owner);
  if (countIds(has) < IDS_ENOUGH) {
    // Where the directory gives nothing either, subuid-range and subgid-range say so.
    const given = lookup.outcome === 'found' ? rangesOf(name, lookup).length > 0 : true;
    return { name, has, judged: given ? 'lacking' : 'fine' };
  }
  if (lookup.outcome === 'missing-tool') return { name, has, judged: 'unknown' };
  const given = rangesOf(name, lookup);
  return { name, has, judged: has.every((range) => isWithin(range, given)) ? 'fine' : 'lacking' };
}

type Found = Extract<SubidLookup, { outcome: 'found' }>;

function rangesOf(name: SubidFileName, { uids, gids }: Found): readonly IdRange[] {
  return name === 'subuid' ? uids : gids;
}

function isWithin(range: IdRange, given: readonly IdRange[]): boolean {
  return given.some((one) => intersection(one, range)?.count === range.count);
}

function finding(
  name: SubidFileName,
  has: readonly IdRange[],
  data: Readonly<Record<'podman' | 'user' | 'source', string>>,
): Finding<'filesOnly'> {
  const file = `/etc/${name}`;
  const found = has.map((one) => formatRange(one)).join(', ') || 'no range';
  const expected = `the range that getsubids ${name === 'subuid' ? '' : '-g '}${data.user} prints`;
  return {
    messageId: 'filesOnly',
    data: { ...data, file, found },
    evidence: [
      { kind: 'file', where: file, found, expected },
      { kind: 'file', where: data.podman, found: 'no libsubid', expected: 'linked with libsubid' },
    ],
  };
}
