import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { LocalTransport } from '../../src/transport/local.ts';
import { describe } from '../helpers/describe.ts';
import { makeHome, readAll } from '../helpers/ssh-home.ts';
import { failureOf } from '../helpers/transport-failure.ts';

describe('LocalTransport', (it) => {
  it('runs a script and says how it ended', async () => {
    await using local = new LocalTransport();
    const session = await local.start('echo "it\'s"; echo oops >&2; exit 3\n');
    session.end();
    assert.is(await readAll(session), "it's\n");
    assert.equal(await session.ended, { exitCode: 3, signal: null, stderr: 'oops\n' });
    assert.equal([local.kind, local.target, local.sessions], ['local', 'localhost', 1]);
    assert.equal(await local.observe(), { transport: 'local' });
  });

  it('passes the environment through, and takes more text later', async () => {
    process.env['PODREADY_TEST'] = 'passed on';
    await using local = new LocalTransport();
    const session = await local.start('echo "$PODREADY_TEST"; read -r line; echo "got $line"\n');
    const first = await session.output[Symbol.asyncIterator]().next();
    assert.is(String(first.value), 'passed on\n');
    session.write('it\n');
    session.end();
    assert.is(await readAll(session), 'got it\n');
    delete process.env['PODREADY_TEST'];
  });

  it('reports the signal that ended the shell', async () => {
    await using local = new LocalTransport();
    const session = await local.start('kill -KILL $$\n');
    const { exitCode, signal } = await session.ended;
    assert.equal([exitCode, signal], [null, 'SIGKILL']);
  });

  it('says why a shell could not be started, also where Node throws it', async () => {
    for (const [shell, cause] of [
      ['/podready-is-not-here', 'ENOENT'],
      ['/bin/s\0h', 'ERR_INVALID_ARG_VALUE'],
    ] as const) {
      await using local = new LocalTransport(shell);
      assert.match((await failureOf(local.start('exit 0\n'))).message, new RegExp(cause, 'u'));
    }
  });

  it('kills the whole group when it lets go, and waits for nobody', async () => {
    await using home = await makeHome();
    const marker = join(home.path, 'survived');
    await using local = new LocalTransport();
    const session = await local.start(`(sleep 0.4; : >'${marker}') & echo ready; wait\n`);
    const begun = performance.now();
    assert.is(await readAll(session, 6), 'ready\n');
    session.abandon();
    session.abandon();
    session.write('late');
    session.end();
    assert.is((await session.ended).signal, 'SIGKILL');
    assert.ok(performance.now() - begun < 300);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.is(existsSync(marker), false);
  });

  it('does not wait for a process that left the group and holds the pipes', async () => {
    await using local = new LocalTransport();
    // A background job of an interactive-like shell has a group of its own.
    const session = await local.start('set -m; sleep 3 & echo $!; wait\n');
    const begun = performance.now();
    const pid = Number(await readAll(session, 2));
    session.abandon();
    await session.ended;
    assert.ok(performance.now() - begun < 1_000);
    process.kill(pid, 'SIGKILL');
  });

  it('stops a script that floods when nobody reads', async () => {
    await using local = new LocalTransport();
    const session = await local.start('trap "" PIPE; yes 2>/dev/null; echo never\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
    let read = 0;
    for await (const chunk of session.output) {
      read += chunk.length;
      if (read > 10 * 1024 * 1024) break;
    }
    session.abandon();
    assert.ok(process.memoryUsage().arrayBuffers < 100 * 1024 * 1024);
  });

  it('ends what is left when it is disposed of', async () => {
    const local = new LocalTransport();
    const session = await local.start('sleep 60\n');
    await local[Symbol.asyncDispose]();
    assert.is((await session.ended).signal, 'SIGKILL');
  });

  it('shell: says so when there is no shell', async () => {
    await using local = new LocalTransport('/nowhere/sh');
    const error = await failureOf(local.start(''));
    assert.is(error.step, 'shell');
    assert.match(error.message, /\/nowhere\/sh.*ENOENT/);
    assert.is(local.sessions, 0);
  });
});
