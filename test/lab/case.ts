/** The steps of one fault on one guest: break it, and let Podman say whether it works. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type LabFault, PRELUDE } from './fault.ts';
import type { Guest } from './guest.ts';
import { type Outcome, run } from './run.ts';
import { sshArgs } from './ssh.ts';

/** Faults that are there from the start are told from a clean host by this file. */
const MARK = '/var/tmp/injected';

/** An injection may install packages, under emulation. */
const LIMIT_MS = 900_000;

/** The host as it was used before the fault came. */
export async function prepare(guest: Guest, fault: LabFault): Promise<void> {
  if (fault.prepare !== undefined)
    await guest.must('root', `${PRELUDE}\n${fault.prepare}`, LIMIT_MS);
}

export async function inject(guest: Guest, fault: LabFault): Promise<void> {
  guest.logout();
  await guest.must('root', `${PRELUDE}\n: >${MARK}\n${fault.inject}`, LIMIT_MS);
}

/** Ends with 0 only if Podman works. */
export async function verify(guest: Guest, fault: LabFault): Promise<Outcome> {
  const script = fault.verify;
  const who = fault.verifyAs ?? 'user';
  if (who === 'client') return asClient(guest, fault.user, script);
  guest.logout();
  if (who === 'root') return guest.exec('root', script);
  try {
    return await guest.exec(fault.user, script);
  } catch (cause) {
    return { code: 255, stdout: '', stderr: String(cause), ms: 0 };
  } finally {
    guest.logout();
  }
}

async function asClient(guest: Guest, user: string, script: string): Promise<Outcome> {
  const work = await mkdtemp(join(tmpdir(), 'client-'));
  const SSH = ['ssh', ...sshArgs(guest.target), `${user}@127.0.0.1`].join(' ');
  const env = { ...process.env, SSH, WORK: work, WEB: String(guest.webPort) };
  try {
    return await run('/bin/sh', ['-c', script], { env, timeoutMs: 120_000 });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
