/**
 * From a bare host to Podman that is used from elsewhere, in one command: no such account, no Podman, no helper.
 *
 *   npm run test:bootstrap
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Guest } from './guest.ts';
import { labKey } from './paths.ts';
import { podready } from './podready.ts';
import type { Outcome } from './run.ts';
import { Tally } from './tally.ts';
import { endShown } from './totals.ts';

/** What makes the host of the lab one that could run containers. Their configuration goes too. */
const BARE = `
dpkg --purge --force-depends podman golang-github-containers-common conmon crun uidmap slirp4netns fuse-overlayfs \\
  catatonit containernetworking-plugins netavark aardvark-dns passt
rm -rf /etc/containers
! command -v podman`;

/** The image of the lab: nothing can be pulled there. */
const IMAGE = 'podman import - localhost/bb:1 </srv/bb.tar';

const HELD = `
id -u podman
stat -c '%U %a' /home/podman/.ssh/authorized_keys
ls /var/lib/systemd/linger/podman
grep -c '^podman:' /etc/subuid
passwd -S podman | cut -d' ' -f2`;

const tally = new Tally();
const guest = await Guest.start({ suite: 'trixie', say: console.error });
try {
  await tally.test('bootstrap trixie: a bare host becomes ready', () => bare(guest));
  await tally.test('bootstrap trixie: podman --remote over SSH', () => remote(guest));
  await tally.test('bootstrap trixie: a second run plans nothing', () => again(guest));
  await tally.test('bootstrap trixie: undo takes the account back', () => undo(guest));
} finally {
  await guest.stop();
}
process.exitCode = await endShown(tally);

function bootstrap(on: Guest, ...more: readonly string[]): Promise<Outcome> {
  const args = ['--authorized-key', `${labKey()}.pub`, ...more];
  return podready(on, 'bootstrap', { login: 'root', user: 'podman' }, args);
}

async function bare(on: Guest): Promise<string[]> {
  await on.reset();
  await on.must('root', BARE, 600_000);
  const planned = await bootstrap(on, '--dry-run');
  const done = await bootstrap(on, '--yes');
  await keep('bootstrap-dry-run', planned);
  await keep('bootstrap', done);
  const problems: string[] = [];
  if (!planned.stdout.includes('Create the account podman')) problems.push(said(planned));
  if (done.code !== 0) problems.push(`bootstrap ended with ${said(done)}`);
  const held = await on.exec('root', HELD);
  // `passwd -S` says NP for no password that anybody could type, and L for a locked account.
  const right = /^\d+\npodman 600\n\S+podman\n1\n(?:NP|P|L)\n$/u.test(held.stdout);
  if (held.code !== 0 || !right) problems.push(`the host has: ${said(held)}`);
  return problems;
}

/** Nobody of podman's is logged in but for the forwarding of the client. */
async function remote(on: Guest): Promise<string[]> {
  const imported = await on.exec('podman', IMAGE);
  if (imported.code !== 0) return [said(imported)];
  on.logout();
  const uid = (await on.must('root', 'id -u podman')).trim();
  const key = (await readFile(labKey(), 'utf8')).trim();
  const url = `ssh://podman@127.0.0.1/run/user/${uid}/podman/podman.sock`;
  const done = await on.exec(
    'erin',
    `umask 077; mkdir -p ~/.ssh; printf '%s\\n' '${key}' >~/.ssh/lab
ssh-keyscan -t ed25519 127.0.0.1 2>/dev/null >>~/.ssh/known_hosts
podman --remote --url ${url} --identity ~/.ssh/lab run --rm localhost/bb:1 /bin/busybox cat /etc/passwd &&
podman --remote --url ${url} --identity ~/.ssh/lab info --format '{{.Host.Security.Rootless}} {{.Host.ServiceIsRemote}}'`,
  );
  const good =
    done.code === 0 && done.stdout.includes('root:x:0') && done.stdout.includes('true true');
  return good ? [] : [said(done)];
}

async function again(on: Guest): Promise<string[]> {
  const done = await bootstrap(on, '--yes');
  await keep('bootstrap-again', done);
  const good = done.code === 0 && done.stdout.includes('nothing to change');
  return good ? [] : [said(done)];
}

/** What the account holds is moved away first: its own home goes with it. */
async function undo(on: Guest): Promise<string[]> {
  const who = { login: 'root', user: 'podman' };
  const refused = await podready(on, 'undo', who, ['--yes=disruptive', '--dry-run']);
  on.logout();
  await on.must(
    'root',
    `rm -rf /home/podman/.local/share /home/podman/.config/containers /home/podman/.cache; true`,
  );
  const done = await podready(on, 'undo', who, ['--yes=disruptive']);
  await keep('bootstrap-undo', done);
  const problems = done.code === 0 ? [] : [said(done)];
  if (!refused.stdout.includes('Remove the account podman')) problems.push(said(refused));
  const left = await on.exec('root', 'id podman; ls -d /home/podman; command -v podman');
  if (left.stdout !== '') problems.push(`left: ${said(left)}`);
  return problems;
}

/** For the captures of the documentation. */
async function keep(name: string, { code, stdout }: Outcome): Promise<void> {
  const folder = process.env['PODREADY_LAB_KEEP'];
  if (folder !== undefined) await writeFile(join(folder, name), `${stdout}\n${code}\n`);
}

function said({ code, stdout, stderr }: Outcome): string {
  return `${code}: ${stdout}${stderr}`.trim().slice(-4_000);
}
