import { EventEmitter } from 'node:events';
import * as assert from 'uvu/assert';
import type { Context } from '../../src/cli/context.ts';
import { selectForFix } from '../../src/cli/fix-selection.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { look, type Looked } from '../../src/cli/look.ts';
import { isRefused, refusalsOf, toSavedPlan } from '../../src/cli/planned.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { savedPlanSchema } from '../../src/model/saved-plan-schema.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { jsonDocument } from '../../src/parse/json-document.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { type FakeHost, fakeTransport } from '../helpers/fake-host.ts';
import { fakeTerminal } from '../helpers/terminal.ts';

const interruption = new Interruption(new EventEmitter(), {
  say: () => undefined,
  exit: () => undefined,
});
const settings = readSettings({ only: ['linger', 'tun-module'], need: ['boot'] });
const selected = selectForFix(settings);

/** A host on which two fixes are planned; `null` when it is out of reach. */
function host(lingers: boolean, tunMode = '600', user = 'alice'): FakeHost {
  return {
    answers: () => ({
      init: { stdout: 'name systemd\nsystemd\n' },
      user: {
        stdout: `id=uid=1000(${user}) gid=1000(${user}) groups=1000(${user})\nhome=/home/alice\nshell=/bin/bash\n`,
      },
      linger: { stdout: `${lingers ? 'on' : 'off'} /var/lib/systemd/linger/alice\n` },
      tunDevice: {
        stdout: `ok ${tunMode} 0 0 1763720000 character special file|/dev/net/tun\ndriver=yes\n`,
      },
      kernelModules: { stdout: 'loaded tun\n' },
    }),
    onStep: () => 'done',
  };
}

async function lookAt(...hosts: readonly (FakeHost | null)[]): Promise<readonly Looked[]> {
  const context: Context = { settings, terminal: fakeTerminal(), interruption };
  const targets = hosts.map((one, at) => ({
    name: `web${at + 1}`,
    isRemote: true,
    connect: async () => {
      await Promise.resolve();
      if (one !== null) return fakeTransport(one);
      throw new TransportError('tcp', 'connection refused', 'is it up?');
    },
  }));
  const all = { hosts: targets, user: '', [Symbol.asyncDispose]: () => Promise.resolve() };
  return (await look(all, selected.selection, undefined, context)).hosts;
}

async function saved(...hosts: readonly FakeHost[]): Promise<SavedPlan> {
  const plan = toSavedPlan(await lookAt(...hosts), selected, settings);
  return savedPlanSchema.parse(JSON.parse(jsonDocument(plan)));
}

/** What differs, as `host fix what`. */
async function differences(
  plan: SavedPlan,
  ...hosts: readonly (FakeHost | null)[]
): Promise<readonly string[]> {
  return refusalsOf(plan, await lookAt(...hosts), selected).flatMap((one) =>
    one.error === null
      ? one.differences.map(({ fix, what }) => `${one.host} ${fix} ${what}`)
      : [`${one.host} ${one.error.step}`],
  );
}

describe('a plan that was saved', (it) => {
  it('holds what was asked, every host and every fix', async () => {
    const plan = await saved(host(false), host(true));
    assert.equal(plan.asked, {
      user: null,
      needs: ['boot'],
      only: ['linger', 'tun-module'],
      skip: [],
    });
    assert.equal(
      plan.hosts.map(({ host: name, local, fixes }) => [
        name,
        local,
        fixes.map(({ id }) => id).join(),
      ]),
      [
        ['web1', false, 'linger,tun-module'],
        ['web2', false, 'tun-module'],
      ],
    );
  });

  it('is equal to the plan from fresh facts of the same host', async () => {
    const plan = await saved(host(false), host(true));
    assert.equal(await differences(plan, host(false), host(true)), []);
  });

  it('is refused by one host that changed, and by one that is gone', async () => {
    const plan = await saved(host(false), host(false));
    assert.equal(await differences(plan, host(false), host(true)), ['web2 linger fix']);
    assert.equal(await differences(plan, host(false, '660'), host(false)), [
      'web1 tun-module undoArgv',
    ]);
    assert.equal(await differences(plan, host(false), null), ['web2 tcp']);
    assert.ok(
      (await differences(plan, host(false, '600', 'bob'), host(false))).includes('web1 null user'),
    );
  });

  it('is refused on the hosts that differ, not on those that could not be looked at', async () => {
    const plan = await saved(host(false), host(false));
    const looked = await lookAt(host(true), null);
    const refusals = refusalsOf(plan, looked, selected);
    assert.equal(
      looked.map(({ report }) => isRefused(report, refusals)),
      [true, false],
    );
  });
});
