import { journalProbe, journalState } from '../domain/journal-probe.ts';
import { defineFact } from '../model/fact.ts';

const FOLDER = '/var/lib/podready/journal';

/** What podready changed on this host as root. */
export const rootJournal = defineFact({
  id: 'rootJournal',
  title: "Root's journal of podready",
  as: 'root',
  shares: 'system',
  probe: journalProbe(FOLDER),
  parse: (output) => journalState(output, FOLDER),
});
