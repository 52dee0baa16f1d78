/**
 * Writes the terminal captures of the README and of docs/undo.md: a broken host, its repair, the same host afterwards,
 * what is on record, and the repair taken back.
 *
 *   npm run capture
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Guest } from './guest.ts';
import { writeMarked } from './marked.ts';
import { REPO } from './paths.ts';
import { run } from './run.ts';

const BREAK = `
dpkg --remove --force-depends uidmap
sed -i '/^alice:/d' /etc/subgid
runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user disable --now podman.socket
loginctl disable-linger alice`;

const guest = await Guest.start({ suite: 'trixie', say: console.error });
const home = await mkdtemp(join(tmpdir(), 'podready-capture-'));
try {
  await writeFile(join(home, 'config'), await configOf(guest));
  await guest.must('root', BREAK);
  for (const [file, name, args] of [
    ['README.md', 'check', ['check']],
    ['README.md', 'fix', ['fix', '--yes']],
    ['README.md', 'again', ['check']],
    ['docs/undo.md', 'history', ['history']],
    ['docs/undo.md', 'undo', ['undo', '--yes=disruptive']],
  ] as const) {
    await writeMarked(file, `capture: ${name}`, `\`\`\`\n${await capture(args)}\n\`\`\``);
  }
} finally {
  await guest.stop();
  await rm(home, { recursive: true });
}

/** The guest under a name, as a person has it. */
async function configOf({ target }: Guest): Promise<string> {
  const known = join(home, 'known_hosts');
  const keys = await readFile(target.knownHosts, 'utf8');
  await writeFile(known, keys.replaceAll(/^\S+/gmu, `[127.0.0.1]:${target.port}`));
  return [
    ...['Host web1', 'HostName 127.0.0.1', `Port ${target.port}`],
    ...[`IdentityFile ${target.key}`, `UserKnownHostsFile ${known}`, ''],
  ].join('\n');
}

async function capture(args: readonly string[]): Promise<string> {
  const shown = ['podready', ...args, 'alice@web1'].join(' ');
  const launcher = join(REPO, 'bin', 'podready.js');
  const all = [launcher, ...args, '--ssh-config', join(home, 'config'), '--timeout', '300'];
  const env = { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8', NO_COLOR: '1' };
  const done = await run(process.execPath, [...all, 'alice@web1'], { timeoutMs: 900_000, env });
  if (done.code > 1) throw new Error(`${shown} ended with ${done.code}: ${done.stderr}`);
  // What was only said for the lab is left out of the command to type next.
  const said = done.stdout.replaceAll(/ -F \S+| --timeout 300/gu, '');
  return `$ ${shown}\n${said.trimEnd()}\n$ echo $?\n${done.code}`;
}
