/**
 * Records what podready sees of a healthy host, and of the same host with each of ten faults: for the tests that
 * need real facts and no host.
 *
 *   npm run lab:record
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import { inject, prepare } from './case.ts';
import { faultOf } from './choice.ts';
import { Guest } from './guest.ts';
import { REPO } from './paths.ts';
import { podready } from './podready.ts';

/** From ten areas, and each in other facts. */
const TEN = [
  'userns-quota-zero',
  'subid-missing',
  'cpu-not-delegated',
  'linger-off',
  'socket-disabled',
  'user-denied',
  'pasta-not-installed',
  'mount-program-missing',
  'policy-missing',
  'kernel-keys-used-up',
] as const;

/** What is kept of one recording. */
type Recording = Pick<Snapshot, 'client' | 'probes'>;

const guest = await Guest.start({ suite: 'trixie', say: console.error });
try {
  await guest.reset();
  const healthy = await recordHost();
  await guest.reset();
  const again = await recordHost();
  const noise = new Set(Object.keys(changed(healthy, again).probes));
  await save('healthy', { ...healthy, host: 'alice@web1', milliseconds: 0 });
  for (const id of TEN) {
    const fault = faultOf(id);
    await guest.reset();
    await prepare(guest, fault);
    await inject(guest, fault);
    const { client, probes } = changed(healthy, await recordHost());
    const own = Object.entries(probes).filter(([fact]) => !noise.has(fact));
    const expect = [fault.expect.check, ...(fault.expect.together ?? [])];
    await save(id, { expect, client, probes: Object.fromEntries(own) });
    console.log(`${id}: ${own.map(([fact]) => fact).join(', ')}`);
  }
} finally {
  await guest.stop();
}

/** Root logs in, so that it also works where the user cannot. */
async function recordHost(): Promise<Snapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-record-'));
  try {
    guest.logout();
    const target = { login: 'root', user: 'alice' };
    const done = await podready(guest, 'check', target, ['--save-facts', folder]);
    // A fault may leave something unknown.
    if (![0, 1, 3].includes(done.code))
      throw new Error(`check ended with ${done.code}: ${done.stderr}`);
    const name = `${encodeURIComponent(`root@127.0.0.1:${guest.target.port}`)}.json`;
    const text = await readFile(join(folder, name.replaceAll('%40', '@')), 'utf8');
    return JSON.parse(text) as Snapshot;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is not as it was. */
function changed(before: Snapshot, now: Snapshot): Recording {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const probes = Object.entries(now.probes).filter(
    ([id, probe]) => !same(before.probes[id], probe),
  );
  return { client: now.client, probes: Object.fromEntries(probes) };
}

async function save(name: string, what: object): Promise<void> {
  const file = join(REPO, 'test', 'fixtures', 'hosts', `${name}.json`);
  await writeFile(file, `${JSON.stringify(what, null, 2)}\n`);
}
