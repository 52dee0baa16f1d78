import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { buildSingle } from '../../scripts/build-single.ts';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { inFolder } from '../helpers/folder.ts';
import { ended, podready, type Run } from '../helpers/podready.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

const ORDINARY = fileURLToPath(new URL('../../bin/podready.js', import.meta.url));

async function run(
  file: string,
  argv: readonly string[],
  { env = {}, before = [] }: { env?: Readonly<Record<string, string>>; before?: string[] } = {},
): Promise<Run> {
  const child = spawn(process.execPath, [...before, file, ...argv], {
    cwd: '/',
    env: { ...process.env, NO_COLOR: '1', NODE_V8_COVERAGE: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 25_000,
  });
  return await ended(child);
}

/** Seconds of processor that a run took: how long it took depends on whatever else this machine does. */
async function cost(file: string, argv: readonly string[], hook: string): Promise<number> {
  const { stderr } = await run(file, argv, { before: ['--require', hook] });
  return Number(/cpu (?<seconds>[\d.]+)$/u.exec(stderr.trimEnd())?.groups?.['seconds']);
}

const HOOK = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeSync(2, 'cpu ' + (user + system) / 1e6 + '\\n');
});`;

function isAsFast(one: readonly number[], ordinary: readonly number[]): boolean {
  return Math.min(...one) > 0 && Math.min(...one) < Math.min(...ordinary) * 1.3;
}

describe('podready as one file', (it) => {
  it('does what the ordinary one does, with nothing around it', async () => {
    await inFolder(async (folder) => {
      const file = await buildSingle(join(folder, 'alone'));
      // One letter that is not makes V8 read all six megabytes as UTF-16.
      assert.match(await readFile(file, 'latin1'), /^[\0-\x7F]*$/);
      assert.equal((await readdir(join(folder, 'alone'))).toSorted(), [
        'podready-licenses.txt',
        'podready.cjs',
      ]);
      await saveSnapshot(folder, snapshot);
      const facts = join(folder, 'alice@web1.json');
      for (const argv of [
        ['--version'],
        ['diff', '--help'],
        ['check', '--from-facts', facts, '--format', 'json'],
        ['why', '--no-check', 'newuidmap: write to uid_map failed: Operation not permitted'],
        ['chek'],
      ]) {
        const [one, ordinary] = await Promise.all([run(file, argv), podready(argv)]);
        assert.equal(
          [one.code, one.stdout, one.stderr],
          [ordinary.code, ordinary.stdout, ordinary.stderr],
          argv.join(' '),
        );
      }
    });
  });

  it('reaches hosts over SSH', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    await home.trust(server);
    await inFolder(async (folder) => {
      const file = await buildSingle(folder);
      const host = `ada@127.0.0.1:${server.port}`;
      const argv = ['check', '-F', 'none', '--only', 'kernel', '--format', 'json', host];
      const { stdout, stderr } = await run(file, argv, {
        env: { HOME: home.path, SSH_AUTH_SOCK: '' },
      });
      const [one] = (JSON.parse(stdout) as Report).hosts;
      assert.is(one?.error, null, stderr);
      assert.is(server.counts.execs, 1);
    });
  });

  it('starts as fast', async () => {
    await inFolder(async (folder) => {
      const file = await buildSingle(folder);
      await saveSnapshot(folder, snapshot);
      const facts = join(folder, 'alice@web1.json');
      const hook = join(folder, 'hook.cjs');
      await writeFile(hook, HOOK);
      for (const argv of [['--version'], ['check', '--from-facts', facts]]) {
        const [one, ordinary]: [number[], number[]] = [[], []];
        // The least of many is what the program costs; a busy machine only needs more of them.
        while (one.length < 3 || (!isAsFast(one, ordinary) && one.length < 15)) {
          one.push(await cost(file, argv, hook));
          ordinary.push(await cost(ORDINARY, argv, hook));
        }
        const seconds = `${argv[0]}: ${one.join(' ')} s, ordinary ${ordinary.join(' ')} s`;
        assert.ok(isAsFast(one, ordinary), seconds);
      }
    });
  });
});
