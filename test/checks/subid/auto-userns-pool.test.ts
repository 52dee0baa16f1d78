import { autoUsernsPool } from '../../../checks/subid/auto-userns-pool.ts';
import type { LayeredConfig } from '../../../src/facts/containers-conf.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { conf, FILES_ONLY, FROM_SSS, NO_CONF, SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const FILE = '/etc/containers/containers.conf.d/userns.conf';
const AUTO: LayeredConfig = {
  ...NO_CONF,
  settings: new Map([['containers.userns', { value: 'auto:size=2048', file: FILE, line: 2 }]]),
};
const NO_STORAGE_CONF = absent('there is no storage.conf');
const POOL = subids('alice:100000:65536', 'containers:2147483647:2147483647');
const asked = {
  user: ALICE,
  containersConf: AUTO,
  storageConf: NO_STORAGE_CONF,
  nsswitch: FILES_ONLY,
  subuid: SUBIDS,
  subgid: SUBIDS,
};
const data = { conf: FILE, owner: 'containers', count: 0, least: 1024 };
const line = 'containers:2147483647:2147483648';

testCheck(autoUsernsPool, {
  pass: [{ name: 'a pool', facts: { ...asked, subuid: POOL, subgid: POOL } }],
  fail: [
    {
      name: 'nobody has a pool',
      facts: asked,
      findings: [
        {
          messageId: 'tooFew',
          data: { ...data, file: '/etc/subuid', line },
          evidence: [{ where: '/etc/subuid', found: '0 ids' }, { where: FILE }],
        },
        { messageId: 'tooFew', data: { ...data, file: '/etc/subgid', line } },
      ],
    },
    {
      name: 'root, and a pool of gids that is too small',
      facts: {
        ...asked,
        user: ROOT,
        containersConf: conf('containers.userns', 'auto'),
        subuid: POOL,
        subgid: subids('containers:2147483647:1000'),
      },
      findings: [{ messageId: 'tooFew' }],
    },
    {
      name: 'the pool of another name',
      facts: {
        ...asked,
        storageConf: {
          settings: new Map(),
          inFile: new Map([
            [
              'storage.options.root-auto-userns-user',
              { value: 'pool', file: '/etc/containers/storage.conf', line: 9 },
            ],
          ]),
          files: [],
          dropIns: [],
          used: '/etc/containers/storage.conf',
          problems: [],
          driverFromEnvironment: null,
        },
        subuid: POOL,
        subgid: subids('pool:2147483647:65536'),
      },
      findings: [
        {
          messageId: 'tooFew',
          data: { ...data, owner: 'pool', file: '/etc/subuid', line: 'pool:2147483647:2147483648' },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'nothing asks for it', facts: { ...asked, containersConf: NO_CONF } },
    {
      name: 'only the user asks, who has ids',
      facts: { ...asked, containersConf: conf('containers.userns', 'auto') },
    },
  ],
  unknown: [{ name: 'ids of a directory', facts: { ...asked, nsswitch: FROM_SSS } }],
});
