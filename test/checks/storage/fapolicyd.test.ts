import { fapolicyd } from '../../../checks/storage/fapolicyd.ts';
import type { FapolicydConfig } from '../../../src/facts/fapolicyd-config.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { unit, units } from '../../helpers/session-facts.ts';
import { GRAPH_ROOT, storage } from '../../helpers/storage-facts.ts';

const file = '/etc/fapolicyd/fapolicyd.conf';
const MARKS: FapolicydConfig = { permissive: false, mark: { file, line: 21 }, allowed: [] };
const host = (given: Partial<FapolicydConfig>, active = 'active') => ({
  systemUnits: units(unit('fapolicyd.service', { active })),
  storage: storage(),
  fapolicydConfig: { ...MARKS, ...given },
});

testCheck(fapolicyd, {
  pass: [
    { name: 'RHEL: it sees nothing of other mounts', facts: host({ mark: null }) },
    { name: 'it only says what it would deny', facts: host({ permissive: true }) },
    { name: 'a rule allows the store', facts: host({ allowed: [`${GRAPH_ROOT}/`] }) },
    { name: 'a rule allows all homes', facts: host({ allowed: ['/home/'] }) },
  ],
  fail: [
    {
      name: 'it looks through mounts',
      facts: host({ allowed: ['/opt/', '/var/lib/containers/storage/'] }),
      findings: [
        {
          messageId: 'marks',
          data: { file, line: 21, graphRoot: GRAPH_ROOT },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'it does not run', facts: host({}, 'inactive') },
    { name: 'there is none', facts: { ...host({}), systemUnits: units() } },
  ],
  unknown: [
    {
      name: 'only root may read it',
      facts: { ...host({}), fapolicydConfig: unreadable('denied', 'only root may read it') },
      because: /root/,
    },
  ],
});
