/**
 * Writes the README's terminal captures: a broken host, its repair, and the same host afterwards.
 *
 *   npm run capture
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Guest } from './guest.ts';
import { REPO } from './paths.ts';
import { run } from './run.ts';

const BREAK = `
dpkg --remove --force-depends uidmap
sed -i '/^alice:/d' /etc/subgid
runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user disable --now podman.socket
loginctl disable-linger alice`;

const README = join(REPO, 'README.md');

const guest = await Guest.start({ suite: 'trixie', say: console.error });
const home = await mkdtemp(join(tmpdir(), 'podready-capture-'));
try {
  await writeFile(join(home, 'config'), await configOf(guest));
  await guest.must('root', BREAK);
  let text = await readFile(README, 'utf8');
  for (const [name, args] of [
    ['check', ['check']],
    ['fix', ['fix', '--yes']],
    ['again', ['check']],
  ] as const) {
    text = withCapture(text, name, await capture(args));
  }
  await writeFile(README, text);
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
  const said = done.stdout.replaceAll(/ --ssh-config \S+| --timeout 300/gu, '');
  return `$ ${shown}\n${said.trimEnd()}\n$ echo $?\n${done.code}`;
}

function withCapture(text: string, name: string, said: string): string {
  const [begin, end] = [`<!-- capture: ${name} -->`, '<!-- /capture -->'];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`README.md has no place for the capture "${name}"`);
  return `${text.slice(0, from + begin.length)}\n\n\`\`\`\n${said}\n\`\`\`\n\n${text.slice(to)}`;
}
