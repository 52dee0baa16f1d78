import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { type Mount, parseMountinfo } from '../parse/mountinfo.ts';

/** What is mounted where, as the target user's session sees it. */
export const mounts = defineFact({
  id: 'mounts',
  title: 'Mounts',
  as: 'user',
  shares: 'system',
  probe: 'show /proc/self/mountinfo',
  parse(output) {
    const exit = stateOfExit(output, '/proc/self/mountinfo');
    if (exit !== undefined) return exit;
    const list = parseMountinfo(output.stdout);
    if (list.length === 0) return unreadable('malformed', '/proc/self/mountinfo lists no mount');
    return known<readonly Mount[]>(list);
  },
});
