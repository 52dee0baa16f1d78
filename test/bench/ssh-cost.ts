/**
 * What a check over SSH costs: connections, exec channels, and round trips until the first byte of
 * output, for one probe and for all of them. The round trips are counted by a proxy that delays every
 * byte. Against an SSH server in this process, and against sshd where it is installed.
 *
 * Ends with 1 when a limit is exceeded.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { mkdir } from 'node:fs/promises';
import process from 'node:process';
import { facts, type FactId } from '../../src/facts/index.ts';
import { gather } from '../../src/gather/gather.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { startDelayProxy } from '../helpers/delay-proxy.ts';
import { generateKey, publicLine, startSshServer } from '../helpers/ssh-server.ts';
import { type Home, makeHome } from '../helpers/ssh-home.ts';

const LIMITS = { connections: 1, execs: 1, roundTrips: 8 };
/** More than any server here thinks about one message: the count would be too high otherwise. */
const RTT_MS = 200;
const SSHD = '/usr/sbin/sshd';

interface Cost {
  readonly server: string;
  readonly probes: number;
  readonly connections: number;
  readonly execs: number;
  readonly roundTrips: number;
  readonly firstByteMs: number;
  readonly totalMs: number;
}

const ids = Object.keys(facts) as FactId[];
const probeIds = ids.filter((id) => facts[id].as !== 'client');

async function measure(
  home: Home,
  server: string,
  port: number,
  hostKeys: readonly string[],
  selected: readonly FactId[],
): Promise<Cost> {
  await using proxy = await startDelayProxy(port, RTT_MS / 2);
  const known = await home.write(
    `known-${proxy.port}`,
    hostKeys.map((key) => `[127.0.0.1]:${proxy.port} ${key}\n`).join(''),
  );
  const begun = performance.now();
  const first = { ms: 0, roundTrips: 0 };
  const note = (): void => {
    if (first.ms > 0) return;
    first.ms = performance.now() - begun;
    first.roundTrips = proxy.roundTrips;
  };
  const host = `${userInfo().username}@127.0.0.1:${proxy.port}`;
  await using transport = await home.connect(host, { knownHosts: known });
  await gather(noting(transport, note), selected, { sudo: 'never', user: '', hostSeconds: 30 });
  return {
    server,
    probes: selected.length,
    connections: proxy.connections,
    execs: transport.sessions,
    roundTrips: first.roundTrips,
    firstByteMs: Math.round(first.ms),
    totalMs: Math.round(performance.now() - begun),
  };
}

/** The same transport, which says when the first byte has come. */
function noting(transport: Transport, note: () => void): Transport {
  return {
    kind: transport.kind,
    target: transport.target,
    get sessions() {
      return transport.sessions;
    },
    observe: async () => await transport.observe(),
    async start(script) {
      const session = await transport.start(script);
      async function* output(): AsyncGenerator<Buffer, void> {
        for await (const chunk of session.output) {
          note();
          yield chunk;
        }
      }
      return {
        output: output(),
        ended: session.ended,
        write: (text) => session.write(text),
        end: () => session.end(),
        abandon: () => session.abandon(),
      };
    },
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startSshd(home: Home): Promise<{ port: number; key: string; child: ChildProcess }> {
  const key = generateKey();
  const hostKey = await home.write('sshd/host_key', key.private);
  const authorized = await home.write('sshd/authorized_keys', `${home.publicKey}\n`);
  const port = await freePort();
  // Where sshd keeps an empty root for its unprivileged half; it starts without only for users.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const config = await home.write(
    'sshd/config',
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${authorized}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      `PidFile ${home.path}/sshd/pid`,
      '',
    ].join('\n'),
  );
  const child = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const chunk of child.stderr as AsyncIterable<Buffer>) {
    if (chunk.toString().includes('Server listening')) break;
  }
  return { port, key: publicLine(key.private), child };
}

const costs: Cost[] = [];
await using home = await makeHome();
{
  await using server = await startSshServer({ authorized: [home.publicKey] });
  // The first run loads modules and compiles.
  await measure(home, '', server.port, server.hostKeys, probeIds.slice(0, 1));
  for (const selected of [probeIds.slice(0, 1), probeIds]) {
    costs.push(await measure(home, 'in process', server.port, server.hostKeys, selected));
  }
}
if (existsSync(SSHD)) {
  const { port, key, child } = await startSshd(home);
  try {
    for (const selected of [probeIds.slice(0, 1), probeIds]) {
      costs.push(await measure(home, 'sshd', port, [key], selected));
    }
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
} else {
  console.log(`${SSHD} is not installed: only the server in this process was measured`);
}

console.log(`round-trip time ${RTT_MS} ms; limits ${JSON.stringify(LIMITS)}`);
console.table(costs);
const isExceeded = costs.some(
  ({ connections, execs, roundTrips }) =>
    connections > LIMITS.connections ||
    execs > LIMITS.execs ||
    roundTrips > LIMITS.roundTrips ||
    roundTrips === 0,
);
if (isExceeded) {
  console.error('✘ a limit is exceeded');
  process.exitCode = 1;
}
