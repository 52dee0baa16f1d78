import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  verdictOf,
} from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { countIds, entriesOf, IDS_ENOUGH } from '../../src/domain/subid.ts';
import type { MalformedSubid, Subids } from '../../src/parse/subid.ts';

const NO_SUBIDS: Subids = { entries: [], malformed: [] };

const COMPLAINTS: Readonly<Record<MalformedSubid['complaint'], string>> = {
  fields: 'not three fields',
  whitespace: 'a blank, tab or carriage return',
  number: 'a field that is no number',
  bounds: 'a number out of bounds',
};

/**
 * Shadow skips a line that it cannot parse without a word (`subordinate_parse`), so a trailing blank or
 * a carriage return makes a range disappear: Podman 5.4 then says `no subuid ranges found`. Builds of
 * Podman without libsubid refuse the whole file when any line has not three fields.
 */
export const subidSyntax = defineCheck({
  meta: {
    id: 'subid-syntax',
    area: 'subid',
    title: 'Every line of /etc/subuid and /etc/subgid is well formed',
    failureTitle: 'A line of /etc/subuid or /etc/subgid is malformed',
    description:
      'A line with a blank, a carriage return or a wrong number of fields is skipped in silence, so its owner has no range.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F012'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://github.com/shadow-maint/shadow/blob/master/lib/subordinate_io.c',
    ],
    messages: {
      malformed: '{{file}} line {{line}} is skipped ({{complaint}}): {{text}}',
    },
    commands: {
      malformed: ["sed -n '{{line}}l' {{file}}", 'sudoedit {{file}}', 'podman system migrate'],
    },
    fixes: [],
  },
  requires: ['user', 'subuid', 'subgid'],
  evaluate({ user, subuid, subgid }) {
    if (user.state === 'known' && user.value.uid === 0) {
      return notApplicable('root needs no subordinate ids');
    }
    return verdictOf([
      ...findingsIn('/etc/subuid', valueOr(subuid, NO_SUBIDS)),
      ...findingsIn('/etc/subgid', valueOr(subgid, NO_SUBIDS)),
    ]);
  },
  // A skipped line of this user whose ids would suffice is why the range is missing.
  explains({ user, subuid, subgid }, { data }) {
    if (user.state !== 'known') return [];
    const which = data?.['file'] === '/etc/subgid' ? 'subgid' : 'subuid';
    const { entries, malformed } = valueOr(which === 'subgid' ? subgid : subuid, NO_SUBIDS);
    const { name, uid } = user.value;
    const mine = malformed.filter(({ owner }) => owner === name || owner === String(uid));
    const meant = mine.flatMap((one) => (one.meant === null ? [] : [one.meant]));
    const suffices = countIds([...entriesOf(entries, user.value), ...meant]) >= IDS_ENOUGH;
    const isMine = mine.some(({ line }) => line === data?.['line']);
    return isMine && suffices ? [{ check: `${which}-range` }] : [];
  },
});

function findingsIn(path: string, { malformed }: Subids): readonly Finding<'malformed'>[] {
  return malformed.map(({ line, text, complaint }) => {
    const shown = JSON.stringify(text);
    const evidence: Evidence = {
      kind: 'file',
      where: path,
      line,
      found: shown,
      expected: 'owner:start:count, nothing else',
    };
    const data = { file: path, line, text: shown, complaint: COMPLAINTS[complaint] };
    return { messageId: 'malformed', data, evidence: [evidence] };
  });
}
