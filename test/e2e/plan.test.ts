import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { describe } from '../helpers/describe.ts';
import { savedFix } from '../helpers/plans.ts';
import { podready } from '../helpers/podready.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

/** None of these checks has a fix, so that nothing is ever planned for the machine of the tests. */
const SELECTION = ['--only', 'kernel-version'];

describe('podready plan -o and fix --plan', (it) => {
  it('follow the saved plan, and nothing else', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    await home.trust(server);
    const env = { HOME: home.path, SSH_AUTH_SOCK: '', XDG_STATE_HOME: join(home.path, 'state') };
    const host = `ada@127.0.0.1:${server.port}`;
    const file = join(home.path, 'plan.json');
    const made = await podready(['plan', '-F', 'none', ...SELECTION, host, '-o', file], env);
    assert.is(made.code, 0, made.stderr);
    const plan = JSON.parse(await readFile(file, 'utf8')) as SavedPlan;
    assert.equal(
      [plan.asked.only, plan.hosts.map((one) => one.host)],
      [['kernel-version'], [host]],
    );

    const follow = ['fix', '-F', 'none', '--yes', '--plan', file];
    const same = await podready(follow, env);
    assert.is(same.code, 0, same.stderr);
    assert.match(same.stdout, `Plan for ${host}: nothing to change`);

    const [one] = plan.hosts;
    const other = { ...plan, hosts: [{ ...one, fixes: [savedFix({ id: 'linger' })] }] };
    await writeFile(file, JSON.stringify(other));
    for (const argv of [follow, [...follow, '--dry-run']]) {
      const refused = await podready(argv, env);
      assert.is(refused.code, 5, refused.stderr);
      assert.match(refused.stderr, 'Nothing is changed: the plan is no longer the one of');
      assert.match(refused.stderr, 'linger: is in the saved plan, and not planned now');
    }

    await server[Symbol.asyncDispose]();
    const gone = await podready(follow, env);
    assert.is(gone.code, 3, gone.stderr);
    assert.match(gone.stderr, 'could not be looked at');
  });

  it('save no plan that lacks a host', async () => {
    await using home = await makeHome();
    const file = join(home.path, 'plan.json');
    const argv = ['plan', '-F', 'none', '127.0.0.1:1', '-o', file];
    const { code, stderr } = await podready(argv, { HOME: home.path });
    assert.is(code, 3, stderr);
    assert.match(stderr, 'error: no plan is saved, because 127.0.0.1:1 could not be looked at');
    assert.match(await readFile(file, 'utf8').catch(String), 'ENOENT');
  });

  it('write the plan, the report, or both', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podready-e2e-'));
    try {
      await saveSnapshot(folder, snapshot);
      const facts = join(folder, 'alice@web1.json');
      const [plan, report] = [join(folder, 'p.json'), join(folder, 'r.json')];
      const argv = ['plan', '--from-facts', facts, '-o', plan, '-o', `json:${report}`];
      assert.is((await podready(argv)).code, 3);
      assert.ok('asked' in (JSON.parse(await readFile(plan, 'utf8')) as object));
      assert.not.ok('asked' in (JSON.parse(await readFile(report, 'utf8')) as object));
      const unwritable = join(folder, 'missing', 'p.json');
      const failed = await podready(['plan', '--from-facts', facts, '-o', unwritable]);
      assert.is(failed.code, 2);
      assert.match(failed.stderr, `--output ${unwritable} could not be written`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuse a file that is no plan, before any host is looked at', async () => {
    const { code, stdout, stderr } = await podready(['fix', '--yes', '--plan', '/dev/null']);
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, /^error: --plan \/dev\/null: /u);
  });
});
