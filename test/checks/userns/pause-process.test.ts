import { pauseProcess } from '../../../checks/userns/pause-process.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, PAUSE } from '../../helpers/kernel-facts.ts';
import { versionsOf } from '../../helpers/network-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const ID = '8d2fbc3c4f6a0c1d5b7e9f00112233445566778899aabbccddeeff0011223344';
const GONE = { id: ID, pid: 901, alive: false };
const healthy = {
  user: ALICE,
  podmanNamespace: PAUSE,
  versions: versionsOf({ podman: '5.4.2' }),
  ociContainers: [],
  runningContainers: [],
};
const killed = { ...healthy, podmanNamespace: absent('none'), ociContainers: [GONE] };
const other = { ...PAUSE, command: 'sleep', uids: BARE_METAL.uids };

testCheck(pauseProcess, {
  pass: [
    { name: 'the pause process lives', facts: healthy },
    { name: 'no pause process, and no container', facts: { ...killed, ociContainers: [] } },
    { name: 'a conmon lives', facts: { ...killed, runningContainers: ['web'] } },
    {
      name: 'a container lives',
      facts: { ...killed, ociContainers: [GONE, { ...GONE, alive: true }] },
    },
    { name: 'it starts anew', facts: { ...killed, versions: versionsOf({ podman: '5.8.0' }) } },
    { name: 'an old one', facts: { ...killed, versions: versionsOf({ podman: '3.0.1' }) } },
    {
      name: 'another name with a namespace',
      facts: { ...healthy, podmanNamespace: { ...PAUSE, command: 'conmon' } },
    },
    {
      name: 'one id is namespace-stale’s',
      facts: { ...healthy, podmanNamespace: { ...other, command: 'podman pause' } },
    },
  ],
  fail: [
    {
      name: 'the number was given to another process',
      facts: { ...healthy, podmanNamespace: other },
      findings: [{ messageId: 'reused', data: { pid: 778, file: PAUSE.file, command: 'sleep' } }],
      explains: [{ check: 'namespace-outdated' }, { check: 'namespace-stale' }],
    },
    {
      name: 'all was killed',
      facts: killed,
      findings: [
        {
          messageId: 'lost',
          data: { pid: 901, container: '8d2fbc3c4f6a', podman: '5.4.2' },
          evidence: [{ where: '/proc/901' }],
        },
      ],
      explains: [],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...killed, user: ROOT } },
    { name: 'no podman', facts: { ...killed, versions: {} } },
  ],
});
