import { defineFact, known } from '../model/fact.ts';
import { parseMeta, type PathRecord } from '../parse/records.ts';

/** Type, mode and owner of /etc/subuid and /etc/subgid, which tell even where they may not be read. */
export const subidFileModes = defineFact({
  id: 'subidFileModes',
  title: 'Modes of the files of subordinate ids',
  as: 'user',
  shares: 'system',
  probe: 'meta /etc/subuid /etc/subgid',
  parse: ({ stdout }) => known<readonly PathRecord[]>(parseMeta(stdout)),
});
