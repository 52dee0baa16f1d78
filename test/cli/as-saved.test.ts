import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { fixes } from '../../fixes/index.ts';
import { selectForFix } from '../../src/cli/fix-selection.ts';
import { asSaved, type Run } from '../../src/cli/as-saved.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { formatNeeds } from '../../src/cli/needs.ts';
import { savePlan } from '../../src/cli/plan-files.ts';
import { readSettings } from '../../src/cli/settings.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { savedHost, savedPlan } from '../helpers/plans.ts';
import { fakeTerminal } from '../helpers/terminal.ts';

const loosening = fixes.find(({ meta }) => meta.effect === 'loosens')?.meta.id ?? '';
const interruption = new Interruption(new EventEmitter(), {
  say: () => undefined,
  exit: () => undefined,
});

async function follow(
  plan: SavedPlan,
  hosts: readonly string[] = [],
  raw: Readonly<Record<string, unknown>> = {},
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-test-'));
  try {
    const file = join(folder, 'plan.json');
    await savePlan(file, plan);
    const settings = readSettings({ ...raw, plan: file });
    return await asSaved(hosts, { settings, terminal: fakeTerminal(), interruption });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function asking(asked: Partial<SavedPlan['asked']>): SavedPlan {
  return savedPlan({ asked: { ...savedPlan().asked, ...asked } });
}

function about(...hosts: readonly string[]): SavedPlan {
  return savedPlan({ hosts: hosts.map((host) => savedHost({ host })) });
}

const here = savedHost({ host: 'localhost', local: true });

describe('a run that follows a saved plan', (it) => {
  it('is the run that was asked for when there is none', async () => {
    const context = { settings: readSettings({}), terminal: fakeTerminal(), interruption };
    const run = await asSaved(['web1'], context);
    const selected = selectForFix(context.settings);
    assert.equal(run, { argumentsGiven: ['web1'], context, saved: null, selected });
  });

  it('has the hosts of the plan in its order, also when all are named', async () => {
    const names = ['alice@web1', '[fe80::1]:22'];
    assert.equal((await follow(savedPlan())).argumentsGiven, names);
    assert.equal((await follow(savedPlan(), names.toReversed())).argumentsGiven, names);
  });

  it('has this machine for a plan of this machine', async () => {
    assert.equal((await follow(savedPlan({ hosts: [here] }))).argumentsGiven, []);
  });

  it('asks for what the plan was made for, and may repeat it', async () => {
    const plan = asking({ user: 'bob', only: ['linger', 'kernel'], skip: ['tun-device'] });
    const same = {
      user: 'bob',
      need: ['publish:8080'],
      only: ['kernel', 'linger'],
      skip: ['tun-device'],
    };
    for (const raw of [{}, same]) {
      const { settings } = (await follow(plan, [], { ...raw, yes: 'safe' })).context;
      assert.equal(
        [settings.user, formatNeeds(settings.needs), settings.only, settings.skip, settings.yes],
        ['bob', ['publish:8080'], ['linger', 'kernel'], ['tun-device'], 'safe'],
      );
    }
  });

  it('is told by who runs it what has to be named by id', async () => {
    const plan = asking({ only: [loosening] });
    const { settings } = (await follow(plan, [], { only: [loosening] })).context;
    assert.equal(settings.only, [loosening]);
  });

  const refused: readonly (readonly [string, () => Promise<Run>, RegExp])[] = [
    [
      'another host',
      () => follow(savedPlan(), ['web9']),
      /is not about web9; leave the hosts out/u,
    ],
    ['fewer hosts', () => follow(savedPlan(), ['alice@web1']), /is also about \[fe80::1\]:22/u],
    [
      'a host instead of this machine',
      () => follow(savedPlan({ hosts: [here] }), ['web1']),
      /not about web1/u,
    ],
    [
      'this machine and others',
      () => follow(savedPlan({ hosts: [here, savedHost()] })),
      /this machine and others/u,
    ],
    ['a host twice', () => follow(about('web1', 'web1')), /two plans for one host/u],
    ['a host that is an option', () => follow(about('-oProxyCommand=id')), /not a host: "-oProxy/u],
    ['a host with controls', () => follow(about('a\u001B[31m')), /not a host: "a\\x1b\[31m"/u],
    [
      'a host in another spelling',
      () => follow(about('ssh://web1')),
      /not a host as podready writes it/u,
    ],
    [
      'another user',
      () => follow(savedPlan(), [], { user: 'bob' }),
      /--user bob: .*saved without --user/u,
    ],
    [
      'other needs',
      () => follow(savedPlan(), [], { need: ['api'] }),
      /saved with --need publish:8080; /u,
    ],
    [
      'fewer fixes',
      () => follow(asking({ only: ['linger', 'kernel'] }), [], { only: ['linger'] }),
      /--only linger: .*with --only linger,kernel/u,
    ],
    ['more left out', () => follow(savedPlan(), [], { skip: ['kernel'] }), /without --skip/u],
    [
      'consent by the file',
      () => follow(asking({ only: [loosening] })),
      /only when you name it: add --only/u,
    ],
    [
      'a user with a shell in it',
      () => follow(asking({ user: '$(id)\u0007' })),
      /--user: expected .*'\$\(id\)\\x07'/u,
    ],
    ['a need that there is not', () => follow(asking({ needs: ['\u009B'] })), /--need \\x9b/u],
    [
      'an id that there is not',
      () => follow(asking({ only: ['lingr\u202E'] })),
      /'lingr\\u202e'; did you mean/u,
    ],
  ];
  for (const [what, run, message] of refused) {
    it(`refuses ${what}`, async () => {
      try {
        await run();
      } catch (error) {
        assert.instance(error, UsageError);
        assert.match((error as UsageError).message, message);
        return;
      }
      assert.unreachable();
    });
  }
});
