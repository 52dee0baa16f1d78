import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { parseSubids, type Subids } from '../parse/subid.ts';

/** Subordinate uids that the host delegates, from subuid(5). */
export const subuid = defineFact({
  id: 'subuid',
  title: 'Subordinate uids',
  as: 'user',
  shares: 'system',
  probe: 'show /etc/subuid',
  parse: (output) =>
    stateOfExit(output, '/etc/subuid') ?? known<Subids>(parseSubids(output.stdout)),
});
