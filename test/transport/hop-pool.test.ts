import * as assert from 'uvu/assert';
import { describe } from '../helpers/describe.ts';
import { type Home, makeHome, readAll } from '../helpers/ssh-home.ts';
import { generateKey, type SshServer, startSshServer } from '../helpers/ssh-server.ts';
import { failureOf } from '../helpers/transport-failure.ts';

/** A configuration in which `gate` and `far` are hops, and `host0`, `host1` … lie behind them. */
async function configure(
  home: Home,
  jump: string,
  hops: Readonly<Record<string, SshServer>>,
  ...hosts: readonly SshServer[]
): Promise<void> {
  const blocks = [
    ...Object.entries(hops).map(([name, { port }]) => `Host ${name}\nPort ${port}\nUser ${name}`),
    ...hosts.map(({ port }, index) => `Host host${index}\nPort ${port}\nProxyJump ${jump}`),
    'Host *\nHostName 127.0.0.1',
  ];
  await home.write('.ssh/config', `${blocks.join('\n')}\n`);
  await home.trust(...Object.values(hops), ...hosts);
}

async function greet(home: Home, host: string): Promise<string> {
  await using ssh = await home.connect(host);
  const session = await ssh.start('echo hi\n');
  session.end();
  return await readAll(session);
}

describe('HopPool', (it) => {
  it('reaches many hosts through one connection to the hop', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using gate = await startSshServer({ authorized, forwards: true });
    await using one = await startSshServer({ authorized });
    await using two = await startSshServer({ authorized });
    await configure(home, 'gate', { gate }, one, two);
    const names = ['host0', 'host1', 'bob@host0', 'eve@host1'];
    const texts = await Promise.all(names.map(async (name) => await greet(home, name)));
    assert.equal(texts, ['hi\n', 'hi\n', 'hi\n', 'hi\n']);
    assert.equal([gate.counts.connections, gate.counts.forwards, gate.counts.execs], [1, 4, 0]);
    assert.equal(new Set(gate.users), new Set(['gate']));
    assert.equal(new Set(one.users), new Set(['ada', 'bob']));
  });

  it('passes a chain in order, and shares each part of it', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using gate = await startSshServer({ authorized, forwards: true });
    await using far = await startSshServer({ authorized, forwards: true });
    await using one = await startSshServer({ authorized });
    await configure(home, 'gate,far', { gate, far }, one);
    assert.is(await greet(home, 'host0'), 'hi\n');
    assert.is(await greet(home, 'bob@host0'), 'hi\n');
    assert.equal([gate.counts.connections, gate.counts.forwards], [1, 1]);
    assert.equal([far.counts.connections, far.counts.forwards], [1, 2]);
  });

  it('follows the ProxyJump of the first hop itself', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using gate = await startSshServer({ authorized, forwards: true });
    await using far = await startSshServer({ authorized, forwards: true });
    await using one = await startSshServer({ authorized });
    await configure(home, 'far', { gate, far }, one);
    const path = '.ssh/config';
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(`${home.path}/${path}`, 'utf8');
    await home.write(path, `Host far\nProxyJump gate\n${text}`);
    assert.is(await greet(home, 'host0'), 'hi\n');
    assert.is(gate.counts.forwards, 1);
  });

  it('hop: verifies the key of the hop, and asks it once for all hosts', async () => {
    await using home = await makeHome();
    await using gate = await startSshServer({ authorized: [], forwards: true });
    await using one = await startSshServer({ authorized: [home.publicKey] });
    await configure(home, 'gate', { gate }, one, one);
    const refused = await failureOf(greet(home, 'host0'));
    assert.is(refused.step, 'hop');
    assert.match(refused.message, /^jump host gate@gate:\d+: .*refused the login of gate/);
    assert.is((await failureOf(greet(home, 'host1'))).step, 'hop');
    assert.equal([gate.counts.connections, gate.counts.offers, one.counts.connections], [1, 1, 0]);
  });

  it('hop: a key that is unknown or has changed stops there', async () => {
    for (const known of ['', generateKey().public]) {
      await using home = await makeHome();
      const authorized = [home.publicKey];
      await using gate = await startSshServer({ authorized, forwards: true });
      await using one = await startSshServer({ authorized });
      await configure(home, 'gate', { gate }, one);
      await home.write('.ssh/known_hosts', known === '' ? '' : `[127.0.0.1]:${gate.port} ${known}`);
      const error = await failureOf(greet(home, 'host0'));
      assert.is(error.step, 'hop');
      assert.match(error.message, known === '' ? /is not known/ : /has changed/);
      assert.is(gate.counts.offers, 0);
    }
  });

  it('hop: the hop cannot reach the host', async () => {
    await using home = await makeHome();
    await using gate = await startSshServer({ authorized: [home.publicKey] });
    await using one = await startSshServer({ authorized: [home.publicKey] });
    await configure(home, 'gate', { gate }, one);
    const error = await failureOf(greet(home, 'host0'));
    assert.is(error.step, 'hop');
    assert.match(error.message, /jump host gate@gate:\d+ cannot reach 127\.0\.0\.1:\d+/);
    assert.match(error.hint, /AllowTcpForwarding/);
  });

  it('reports the error of the host behind a hop as its own', async () => {
    await using home = await makeHome();
    await using gate = await startSshServer({ authorized: [home.publicKey], forwards: true });
    await using one = await startSshServer({ authorized: [] });
    await configure(home, 'gate', { gate }, one);
    assert.is((await failureOf(greet(home, 'host0'))).step, 'auth');
  });

  it('config: a circle of hops', async () => {
    await using home = await makeHome();
    await home.write('.ssh/config', 'Host *\nProxyJump gate\n');
    const error = await failureOf(greet(home, 'host0'));
    assert.is(error.step, 'config');
    assert.match(error.message, /circle: .*gate → .*gate/);
  });

  it('survives a hop that goes away', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using gate = await startSshServer({ authorized, forwards: true });
    await using one = await startSshServer({ authorized });
    await configure(home, 'gate', { gate }, one);
    await using ssh = await home.connect('host0');
    const session = await ssh.start('echo ready; sleep 60\n');
    assert.is(await readAll(session, 6), 'ready\n');
    gate.dropAll();
    assert.is((await session.ended).exitCode, null);
    assert.is(await greet(home, 'host0'), 'hi\n');
    assert.is(gate.counts.connections, 2);
  });
});
