/**
 * A real host to play with, kept running in the background:
 *
 *   npm run lab -- trixie up              boot it (seconds, after the first time)
 *   npm run lab -- trixie ssh alice       a shell in it; or a command after the user
 *   npm run lab -- trixie reset           back to the clean state
 *   npm run lab -- trixie info            its ports and files, as arguments for podready
 *   npm run lab -- trixie down            end it
 *
 * `--name NAME` after the suite keeps several apart. PODREADY_LAB_ACCEL=kvm where the machine can.
 * Users: alice (sudo), bob (no sudo), carol (fish), dieter (German), erin (never ran podman), root.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { Agent } from './agent.ts';
import { Guest } from './guest.ts';
import { agentPath } from './machine.ts';
import { labDir } from './paths.ts';
import { Qmp } from './qmp.ts';
import { isSuite, SUITES, type SuiteName } from './recipe/suites.ts';
import { type SshTarget, sshArgs } from './ssh.ts';

interface Kept {
  readonly suite: SuiteName;
  readonly pid: number;
  readonly dir: string;
  readonly socketDir: string;
  readonly target: SshTarget;
  readonly webPort: number;
}

const [suite = '', ...rest] = process.argv.slice(2);
const named = rest[0] === '--name' ? rest.splice(0, 2)[1] : undefined;
const name = named ?? suite;
const [action = '', ...args] = rest;

async function main(): Promise<number> {
  if (!isSuite(suite)) return usage(`unknown suite "${suite}": one of ${SUITES.join(', ')}`);
  if (action === 'up') return up(suite);
  const kept = await read();
  if (kept === undefined) return usage(`${name} is not up`);
  if (action === 'ssh') return ssh(kept);
  if (action === 'reset') return reset(kept);
  if (action === 'info') return info(kept);
  if (action === 'down') return down(kept);
  return usage(`unknown action "${action}"`);
}

function usage(problem: string): number {
  console.error(
    `${problem}\nusage: npm run lab -- SUITE [--name NAME] up|ssh USER [CMD…]|reset|info|down`,
  );
  return 2;
}

async function up(chosen: SuiteName): Promise<number> {
  const kept = await read();
  if (kept === undefined) {
    const guest = await Guest.start({ suite: chosen, background: true, say: console.error });
    const { pid, dir, socketDir, target, webPort } = guest;
    await mkdir(labDir('kept'), { recursive: true });
    const record: Kept = { suite: chosen, pid, dir, socketDir, target, webPort };
    await writeFile(file(), JSON.stringify(record));
    guest.detach();
    return info(record);
  }
  return info(kept);
}

function info(kept: Kept): number {
  const { port, key, knownHosts } = kept.target;
  console.log(`${name}: up, pid ${kept.pid}; 127.0.0.1:${kept.webPort} leads to port 8080 in it`);
  console.log(
    `podready check alice@127.0.0.1:${port} --identity ${key} --known-hosts ${knownHosts}`,
  );
  console.log(`ssh ${sshArgs(kept.target).join(' ')} alice@127.0.0.1`);
  return 0;
}

async function ssh(kept: Kept): Promise<number> {
  const [user = 'alice', ...command] = args;
  const child = spawn('ssh', [...sshArgs(kept.target), `${user}@127.0.0.1`, ...command], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

async function reset(kept: Kept): Promise<number> {
  const qmp = await Qmp.connect(`${kept.socketDir}/qmp`, 5_000);
  await qmp.monitor('loadvm clean');
  qmp.close();
  const agent = new Agent(agentPath(kept.socketDir));
  await agent.exec(`date -s @${Math.ceil(Date.now() / 1000)}`, 20_000);
  agent.close();
  return 0;
}

async function down(kept: Kept): Promise<number> {
  const qmp = await Qmp.connect(`${kept.socketDir}/qmp`, 5_000);
  await qmp.command('quit', {}, 5_000).catch(() => undefined);
  qmp.close();
  for (const path of [kept.dir, kept.socketDir, file()])
    await rm(path, { recursive: true, force: true });
  return 0;
}

function file(): string {
  return labDir('kept', `${name}.json`);
}

/** What `up` left, unless that machine has ended since. */
async function read(): Promise<Kept | undefined> {
  if (!existsSync(file())) return undefined;
  const kept = JSON.parse(await readFile(file(), 'utf8')) as Kept;
  const command = await readFile(`/proc/${kept.pid}/cmdline`, 'utf8').catch(() => '');
  if (command.includes(kept.dir)) return kept;
  await rm(file());
  return undefined;
}

process.exitCode = await main();
