import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { type OsRelease, parseOsRelease } from '../parse/os-release.ts';

/** Which distribution it is, from os-release(5). */
export const osRelease = defineFact({
  id: 'osRelease',
  title: 'Distribution',
  as: 'user',
  shares: 'system',
  probe: 'if [ -e /etc/os-release ]; then show /etc/os-release; else show /usr/lib/os-release; fi',
  parse: (output) =>
    stateOfExit(output, '/etc/os-release') ?? known<OsRelease>(parseOsRelease(output.stdout)),
});
