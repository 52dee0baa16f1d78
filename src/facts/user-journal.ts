import { journalProbe, journalState } from '../domain/journal-probe.ts';
import { defineFact } from '../model/fact.ts';

/** What podready changed for the user, as the user. Whoever is the user can write what they like there. */
export const userJournal = defineFact({
  id: 'userJournal',
  title: "The user's journal of podready",
  as: 'user',
  shares: 'home',
  probe: journalProbe('$HOME/.local/state/podready/journal'),
  parse: (output) => journalState(output, '~/.local/state/podready/journal'),
});
