import { subgidRange } from '../../../checks/subid/subgid-range.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { LOGIN_DEFS_DEFAULTS } from '../../../src/parse/login-defs.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { FILES_ONLY, FROM_SSS, IN_USE, SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = {
  user: ALICE,
  nsswitch: FILES_ONLY,
  subuid: SUBIDS,
  subgid: SUBIDS,
  idsInUse: IN_USE,
  loginDefs: LOGIN_DEFS_DEFAULTS,
};
const missing = { user: 'alice', file: '/etc/subgid', count: 0, needed: 65_536 };

testCheck(subgidRange, {
  pass: [
    { name: 'a range by name', facts: healthy },
    { name: 'a range by uid', facts: { ...healthy, subgid: subids('1000:100000:65536') } },
    {
      name: 'two ranges that are enough together',
      facts: { ...healthy, subgid: subids('alice:100000:65535', '1000:300000:1') },
    },
    {
      name: 'a directory delegates it',
      facts: { ...healthy, nsswitch: FROM_SSS, subgid: subids('bob:165536:65536') },
    },
  ],
  fail: [
    {
      name: 'only somebody else has a range; the block of the other file is free',
      facts: { ...healthy, subgid: subids('bob:165536:65536') },
      findings: [
        {
          messageId: 'missing',
          data: { ...missing, block: '100000-165535' },
          evidence: [{ kind: 'file', where: '/etc/subgid', found: 'no entry' }],
        },
      ],
    },
    {
      name: 'neither file has one',
      facts: {
        ...healthy,
        subuid: subids('bob:100000:65536'),
        subgid: subids('bob:165536:65536 '),
      },
      findings: [{ messageId: 'missing', data: { ...missing, block: '231072-296607' } }],
    },
    {
      name: 'there is no such file, and nothing says which ids are free',
      facts: {
        ...healthy,
        subgid: absent('/etc/subgid does not exist'),
        idsInUse: unreadable('truncated', 'too many'),
      },
      findings: [
        {
          messageId: 'missing',
          data: { ...missing, block: 'FIRST-LAST' },
          evidence: [{ found: 'no such file' }],
        },
      ],
    },
    {
      name: 'the line ends with a carriage return',
      facts: { ...healthy, subgid: subids('alice:100000:65536\r') },
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'ten ids',
      facts: { ...healthy, subgid: subids('alice:100000:10'), subuid: subids('alice:100000:10') },
      findings: [
        {
          messageId: 'tooFew',
          data: {
            user: 'alice',
            file: '/etc/subgid',
            count: 10,
            needed: 65_536,
            block: '100010-165545',
          },
          evidence: [{ line: 1, found: '100000-100009' }],
        },
      ],
    },
    {
      name: 'the same ids twice',
      facts: { ...healthy, subgid: subids('alice:100000:40000', 'alice:100000:40000') },
      findings: [{ messageId: 'tooFew' }],
    },
    {
      name: 'the directory delegates nothing',
      facts: {
        ...healthy,
        nsswitch: {
          subid: ['sss'],
          lookup: { outcome: 'found', uids: [], gids: [] },
          podman: null,
        },
      },
      findings: [{ messageId: 'missing', evidence: [{ kind: 'command' }] }],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    {
      name: 'the file may not be read',
      facts: {
        ...healthy,
        subgid: unreadable('denied', '/etc/subgid is not readable by this user'),
      },
      because: /subid-files-readable/u,
    },
  ],
  unknown: [
    {
      name: 'the stream was cut',
      facts: { ...healthy, subgid: unreadable('truncated', 'the stream was cut') },
    },
    {
      name: 'a directory, and no tool to ask it',
      facts: {
        ...healthy,
        nsswitch: { subid: ['sss'], lookup: { outcome: 'missing-tool' }, podman: null },
      },
      because: /getsubids is missing/u,
    },
  ],
});
