import { subidSource } from '../../../checks/subid/subid-source.ts';
import { absent } from '../../../src/model/fact.ts';
import type { Nsswitch } from '../../../src/parse/nsswitch.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { FILES_ONLY, FROM_SSS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const PODMAN = '/usr/local/bin/podman';
const WITHOUT: Nsswitch = { ...FROM_SSS, podman: { path: PODMAN, reads: 'files' } };
const NOBODY_TO_ASK: Nsswitch = { ...WITHOUT, lookup: { outcome: 'missing-tool' } };
const NO_FILE = absent('there is no /etc/subuid');
const given = { user: ALICE, nsswitch: WITHOUT, subuid: NO_FILE, subgid: NO_FILE };
const MIRRORED = subids('alice:200000:65536');
const data = { podman: PODMAN, user: 'alice', source: 'sss', found: 'no range' };

testCheck(subidSource, {
  pass: [
    { name: 'linked with libsubid', facts: { ...given, nsswitch: FROM_SSS } },
    {
      name: 'the files have the same range',
      facts: { ...given, subuid: MIRRORED, subgid: MIRRORED },
    },
    {
      name: 'the same 65534, which are enough',
      facts: {
        ...given,
        nsswitch: {
          ...WITHOUT,
          lookup: {
            outcome: 'found',
            uids: [{ owner: 'alice', start: 200_000, count: 65_534, line: 1 }],
            gids: [{ owner: 'alice', start: 200_000, count: 65_534, line: 1 }],
          },
        },
        subuid: subids('alice:200000:65534'),
        subgid: subids('alice:200000:65534'),
      },
    },
    {
      name: 'the directory gives nothing either',
      facts: {
        ...given,
        nsswitch: { ...WITHOUT, lookup: { outcome: 'found', uids: [], gids: [] } },
      },
    },
  ],
  fail: [
    {
      name: 'no file',
      facts: given,
      findings: [
        {
          messageId: 'filesOnly',
          data: { ...data, file: '/etc/subuid' },
          evidence: [{ kind: 'file', where: '/etc/subuid', found: 'no range' }, { where: PODMAN }],
        },
        { messageId: 'filesOnly', data: { ...data, file: '/etc/subgid' } },
      ],
      explains: [{ check: 'namespace-stale' }, { check: 'namespace-stale' }],
    },
    {
      name: 'a range in the file that the directory does not give',
      facts: { ...given, subuid: subids('alice:100000:65536'), subgid: MIRRORED },
      findings: [
        {
          messageId: 'filesOnly',
          data: { ...data, file: '/etc/subuid', found: '100000-165535' },
          evidence: [{ where: '/etc/subuid', expected: 'the range that getsubids alice prints' }],
        },
      ],
    },
    {
      name: 'no range in the file, whatever the directory gives',
      facts: { ...given, nsswitch: NOBODY_TO_ASK, subgid: subids('bob:100000:65536') },
      findings: [{ messageId: 'filesOnly' }, { messageId: 'filesOnly' }],
    },
  ],
  notApplicable: [
    { name: 'the files are the source', facts: { ...given, nsswitch: FILES_ONLY } },
    { name: 'root', facts: { ...given, user: ROOT } },
    { name: 'no podman', facts: { ...given, nsswitch: { ...FROM_SSS, podman: null } } },
    { name: 'no nsswitch.conf', facts: { ...given, nsswitch: absent('no such file') } },
  ],
  unknown: [
    {
      name: 'a wrapper',
      facts: { ...given, nsswitch: { ...WITHOUT, podman: { path: PODMAN, reads: 'unclear' } } },
      because: /does not tell/u,
    },
    {
      name: 'nobody to ask whether the ranges are the same',
      facts: { ...given, nsswitch: NOBODY_TO_ASK, subuid: MIRRORED, subgid: MIRRORED },
      because: /getsubids is missing/u,
    },
  ],
});
