import { defaultUlimits } from '../../../checks/limit/default-ulimits.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { CONF, conf, LIMITS, NO_CONF } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const KEY = 'containers.default_ulimits';
const healthy = { user: ALICE, limits: LIMITS, containersConf: conf(KEY, ['nofile=1024:2048']) };
const high = conf(KEY, ['nofile=2000000:2000000', 'core=-1', 'nproc=4', 'nonsense']);

testCheck(defaultUlimits, {
  pass: [{ name: 'within', facts: healthy }],
  fail: [
    {
      name: 'more files than the user may open',
      facts: { ...healthy, containersConf: high },
      findings: [
        {
          messageId: 'aboveHard',
          data: { file: CONF, ulimit: 'nofile=2000000:2000000', user: 'alice', hard: 524_288 },
          evidence: [{ where: CONF, line: 2 }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'not set', facts: { ...healthy, containersConf: NO_CONF } },
    { name: 'root', facts: { ...healthy, user: ROOT, containersConf: high } },
  ],
  unknown: [
    {
      name: 'no limits of the session',
      facts: { ...healthy, limits: { ...LIMITS, session: null } },
    },
  ],
});
