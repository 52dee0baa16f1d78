import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { parseSubids, type Subids } from '../parse/subid.ts';

/** Subordinate gids that the host delegates, from subgid(5). */
export const subgid = defineFact({
  id: 'subgid',
  title: 'Subordinate gids',
  as: 'user',
  shares: 'system',
  probe: 'show /etc/subgid',
  parse: (output) =>
    stateOfExit(output, '/etc/subgid') ?? known<Subids>(parseSubids(output.stdout)),
});
