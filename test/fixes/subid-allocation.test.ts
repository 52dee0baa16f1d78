import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { subidAllocation } from '../../fixes/subid-allocation.ts';
import { systemMigrate } from '../../fixes/system-migrate.ts';
import { absent, known } from '../../src/model/fact.ts';
import type { FactStates } from '../../src/model/fact-states.ts';
import type { Plan } from '../../src/model/fix.ts';
import { LOGIN_DEFS_DEFAULTS } from '../../src/parse/login-defs.ts';
import { parseSubids } from '../../src/parse/subid.ts';
import { describe } from '../helpers/describe.ts';
import { needsOf, statesOf, testFix } from '../helpers/fix-tester.ts';
import { afterSteps } from '../helpers/host-model.ts';
import { alice, FILES_ONLY, NO_NAMESPACE } from '../helpers/fix-facts.ts';

const host = (subuid: string, subgid = subuid) => ({
  user: alice,
  subuid: parseSubids(subuid),
  subgid: parseSubids(subgid),
  idsInUse: { uids: [{ name: 'root', id: 0 }], gids: [{ name: 'root', id: 0 }] },
  loginDefs: LOGIN_DEFS_DEFAULTS,
  nsswitch: FILES_ONLY,
  podmanNamespace: NO_NAMESPACE,
  runningContainers: [],
});

const live = {
  pid: 700,
  file: '/run/user/1000/libpod/tmp/pause.pid',
  command: 'catatonit',
  uids: [{ inside: 0, outside: 1000, count: 1 }],
  gids: [{ inside: 0, outside: 1000, count: 1 }],
};

const block = {
  kind: 'allocate-subids',
  start: 165_536,
  count: 65_536,
  files: ['subuid', 'subgid'],
} as const;
const migrate = { kind: 'run', argv: ['podman', 'system', 'migrate'], effect: 'safe' } as const;

testFix(subidAllocation, {
  change: [
    { name: 'no range at all', facts: host('bob:100000:65536\n'), steps: [block] },
    {
      name: 'neither file exists',
      facts: { ...host(''), subuid: absent('no such file'), subgid: absent('no such file') },
      steps: [{ ...block, start: 100_000 }],
    },
    {
      name: 'only /etc/subgid lacks it',
      facts: host('alice:100000:65536\n', 'bob:300000:65536\n'),
      steps: [{ ...block, start: 100_000, files: ['subgid'] }],
    },
    {
      name: 'a range that is too small',
      facts: host('bob:100000:65536\nalice:200000:10\n'),
      steps: [{ ...block, start: 200_010 }],
    },
    {
      name: 'the namespace of Podman is there, and nothing runs in it',
      facts: { ...host('bob:100000:65536\n'), podmanNamespace: live },
      continuedBy: systemMigrate,
      steps: [block, migrate],
    },
    {
      name: 'containers run: they are not stopped',
      facts: { ...host('bob:100000:65536\n'), podmanNamespace: live, runningContainers: ['web'] },
      steps: [block],
      afterwards: ['system-migrate'],
      notes: /podman system migrate stops these containers, and does not start them again: web\./u,
    },
  ],
  noop: [
    { name: 'enough in both files', facts: host('alice:100000:65536\n') },
    { name: 'enough by uid', facts: host('1000:100000:65536\n') },
    { name: 'root', facts: { ...host(''), user: { ...alice, name: 'root', uid: 0 } } },
    {
      name: 'a directory gives enough',
      facts: {
        ...host(''),
        nsswitch: {
          subid: ['sss'],
          lookup: {
            outcome: 'found',
            uids: [{ owner: 'alice', start: 2_000_000, count: 65_536, line: 1 }],
            gids: [{ owner: 'alice', start: 2_000_000, count: 65_536, line: 1 }],
          },
          podman: null,
        },
      },
    },
  ],
  manual: [
    {
      name: 'a directory gives none',
      facts: {
        ...host(''),
        nsswitch: {
          subid: ['sss'],
          lookup: { outcome: 'found', uids: [], gids: [] },
          podman: null,
        },
      },
      because: /from sss/,
    },
  ],
  blocked: [
    { name: 'no ids are free', facts: host('bob:100000:600000000\n'), because: /no 65536/ },
  ],
});

const files = fc.array(
  fc.record({
    owner: fc.constantFrom('alice', 'bob', '1000', '1001'),
    start: fc.integer({ min: 90_000, max: 3_000_000 }),
    count: fc.integer({ min: 1, max: 200_000 }),
  }),
  { maxLength: 12 },
);

const toText = (ranges: readonly { owner: string; start: number; count: number }[]): string =>
  ranges.map(({ owner, start, count }) => `${owner}:${start}:${count}\n`).join('');

function plan(facts: FactStates): Plan {
  return subidAllocation.plan(facts as never, needsOf([]));
}

describe('subid-allocation, whatever the files hold', (it) => {
  it('plans nothing once it was applied', () => {
    fc.assert(
      fc.property(files, files, (subuid, subgid) => {
        const before = statesOf(host(toText(subuid), toText(subgid)));
        const first = plan(before);
        if (first.outcome === 'change') {
          assert.is(plan(afterSteps(before, first.steps)).outcome, 'noop');
        }
      }),
    );
  });

  it('never gives a new block that touches an id of somebody', () => {
    fc.assert(
      fc.property(files, files, (subuid, subgid) => {
        const made = plan(statesOf(host(toText(subuid), toText(subgid))));
        const [step] = made.outcome === 'change' ? made.steps : [];
        if (step?.kind !== 'allocate-subids' || step.files.length < 2) return;
        for (const { start, count } of [...subuid, ...subgid]) {
          assert.ok(start + count <= step.start || start >= step.start + step.count);
        }
      }),
    );
  });

  it('is known to the model of the host', () => {
    const after = afterSteps(statesOf(host('')), [
      {
        ...block,
        files: ['subuid'],
        user: 'alice',
        summary: 's',
        as: 'root',
        effect: 'safe',
        undo: 'exact',
      },
    ]);
    assert.equal(
      after.subuid,
      known({
        entries: [{ owner: 'alice', start: 165_536, count: 65_536, line: 99 }],
        malformed: [],
      }),
    );
  });
});
