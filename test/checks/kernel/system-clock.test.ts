import { systemClock } from '../../../checks/kernel/system-clock.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const path = '/usr/bin/podman';
const built = Date.UTC(2025, 5, 1) / 1000;
const at = (now: number) => ({ clock: { compared: true, later: { path, built, now } } });

testCheck(systemClock, {
  pass: [
    { name: 'nothing is of the future', facts: { clock: { compared: true, later: null } } },
    { name: 'built a moment ago, in another time zone', facts: at(built - 14 * 3600) },
  ],
  notApplicable: [
    { name: 'no program to compare it with', facts: { clock: { compared: false, later: null } } },
  ],
  fail: [
    {
      name: 'the battery of the clock is empty',
      facts: at(0),
      findings: [{ messageId: 'behind', data: { now: '1970-01-01', path, built: '2025-06-01' } }],
    },
    {
      name: 'restored from an old state',
      facts: at(built - 40 * 24 * 3600),
      findings: [{ messageId: 'behind', data: { now: '2025-04-22', path, built: '2025-06-01' } }],
    },
  ],
});
