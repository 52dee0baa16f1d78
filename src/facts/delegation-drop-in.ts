import { DELEGATION_DROP_IN } from '../domain/delegation.ts';
import { defineFact, known, stateOfExit } from '../model/fact.ts';

/** The drop-in by which podready delegates controllers: it counts only after the manager's next start. */
export const delegationDropIn = defineFact({
  id: 'delegationDropIn',
  title: "podready's drop-in for delegation",
  as: 'user',
  shares: 'system',
  probe: `show ${DELEGATION_DROP_IN}`,
  parse: (output) => stateOfExit(output, DELEGATION_DROP_IN) ?? known(output.stdout),
});
