import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type IdsInUse, parseIdsInUse } from '../parse/ids-in-use.ts';

/** Every uid and gid that the name services list. A directory may list none although it knows some. */
export const idsInUse = defineFact({
  id: 'idsInUse',
  title: 'Ids in use',
  as: 'user',
  shares: 'names',
  probe: sh`
    list() {
      if command -v getent >/dev/null 2>&1; then getent "$1"; else cat "/etc/$1"; fi
    }
    { list passwd; echo; list group; } | cut -d : -f 1,3
  `,
  parse: ({ stdout }) => known<IdsInUse>(parseIdsInUse(stdout)),
});
