import { userProxy } from '../../../checks/session/user-proxy.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { conf, NO_CONF } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT, SYSTEMD } from '../../helpers/session-facts.ts';

const BOTH = ['http_proxy', 'https_proxy'];
const shellOnly = {
  init: SYSTEMD,
  user: ALICE,
  proxies: { session: BOTH, manager: ['http_proxy'], service: [] },
  containersConf: NO_CONF,
};

testCheck(userProxy, {
  pass: [
    {
      name: 'the manager has it',
      facts: { ...shellOnly, proxies: { session: BOTH, manager: BOTH, service: [] } },
    },
    {
      name: 'podman.service has it',
      facts: { ...shellOnly, proxies: { session: BOTH, manager: [], service: BOTH } },
    },
  ],
  fail: [
    {
      name: 'only the session has it',
      facts: shellOnly,
      findings: [
        {
          messageId: 'sessionOnly',
          data: { names: 'https_proxy', user: 'alice' },
          evidence: [{ kind: 'command', found: 'no https_proxy' }],
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'no proxy',
      facts: { ...shellOnly, proxies: { session: [], manager: null, service: [] } },
    },
    {
      name: 'no manager',
      facts: { ...shellOnly, proxies: { session: BOTH, manager: null, service: [] } },
    },
    { name: 'root', facts: { ...shellOnly, user: ROOT } },
    {
      name: 'containers.conf may set it',
      facts: { ...shellOnly, containersConf: conf('engine.env', []) },
      because: /containers\.conf/u,
    },
  ],
  unknown: [
    {
      name: 'containers.conf was not read',
      facts: { ...shellOnly, containersConf: unreadable('denied', 'it may not be read') },
    },
  ],
});
