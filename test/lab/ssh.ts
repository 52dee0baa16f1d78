/** Runs scripts in a guest over the system's ssh, one kept connection a user. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, run, sleep } from './run.ts';

export interface SshTarget {
  readonly port: number;
  readonly key: string;
  readonly knownHosts: string;
}

export function sshArgs(target: SshTarget): string[] {
  return [
    ...['-F', 'none', '-i', target.key, '-p', String(target.port)],
    ...['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o', 'StrictHostKeyChecking=yes'],
    ...['-o', `UserKnownHostsFile=${target.knownHosts}`, '-o', 'GlobalKnownHostsFile=/dev/null'],
    ...['-o', 'ConnectTimeout=20', '-o', 'LogLevel=ERROR'],
  ];
}

// The script arrives on stdin and is read to its end first, so that nothing in it can swallow the rest of it.
const READ_AND_RUN = `exec /bin/sh -c 's=$(cat); exec </dev/null; eval "$s"'`;

export class SshPool {
  readonly #target: SshTarget;
  readonly #dir: string;
  readonly #masters = new Map<string, ChildProcess>();

  constructor(target: SshTarget, dir: string) {
    this.#target = target;
    this.#dir = dir;
  }

  async exec(user: string, script: string, timeoutMs = 120_000): Promise<Outcome> {
    await this.#connect(user, 60_000);
    const args = ['-S', this.#path(user), ...sshArgs(this.#target), `${user}@127.0.0.1`];
    return run('ssh', [...args, READ_AND_RUN], { input: script, timeoutMs });
  }

  /** Waits for a guest that is booting; false when it did not answer in time. */
  async wait(user: string, timeoutMs: number): Promise<boolean> {
    const end = Date.now() + timeoutMs;
    while (Date.now() < end) {
      if (await this.#try(user, Math.min(30_000, end - Date.now()))) return true;
      await sleep(300);
    }
    return false;
  }

  /** Forgets the connections of one user or of all: what the guest knew of them is gone, or should be. */
  close(user?: string): void {
    for (const [name, master] of this.#masters) {
      if (user !== undefined && name !== user) continue;
      master.kill('SIGKILL');
      rmSync(this.#path(name), { force: true });
      this.#masters.delete(name);
    }
  }

  async #connect(user: string, timeoutMs: number): Promise<void> {
    if (this.#masters.get(user)?.exitCode === null && existsSync(this.#path(user))) return;
    if (!(await this.wait(user, timeoutMs))) {
      throw new Error(`${user} cannot log in to the guest on port ${this.#target.port}`);
    }
  }

  async #try(user: string, timeoutMs: number): Promise<boolean> {
    this.close(user);
    const args = ['-M', '-N', '-S', this.#path(user), ...sshArgs(this.#target)];
    const master = spawn('ssh', [...args, `${user}@127.0.0.1`], { stdio: 'ignore' });
    master.once('error', () => undefined);
    this.#masters.set(user, master);
    const end = Date.now() + timeoutMs;
    while (Date.now() < end && master.exitCode === null && master.signalCode === null) {
      if (existsSync(this.#path(user))) return true;
      await sleep(30);
    }
    this.close(user);
    return false;
  }

  #path(user: string): string {
    return join(this.#dir, `c-${user}`);
  }
}
