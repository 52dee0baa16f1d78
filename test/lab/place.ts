/** Where one guest lives: its directory, its sockets, its two ports. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from './build.ts';
import { freePort, removeAtExit } from './machine.ts';
import { labDir, labKey } from './paths.ts';
import type { SshTarget } from './ssh.ts';

export interface Place {
  readonly dir: string;
  readonly socketDir: string;
  readonly sshPort: number;
  readonly webPort: number;
}

/** Takes away what runs left that were killed outright: directories that no process names any more. */
async function sweep(): Promise<void> {
  const running = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  for (const name of await readdir(labDir('guests'))) {
    const dir = labDir('guests', name);
    const born = (await stat(dir).catch(() => undefined))?.mtimeMs ?? Date.now();
    const old = Date.now() - born > SWEEP_AFTER_MS;
    if (old && !running.some((line) => line.includes(dir))) await rm(dir, { recursive: true });
  }
}

/** A directory that was made a moment ago may belong to a machine that is about to start. */
const SWEEP_AFTER_MS = 600_000;

export async function makePlace(name: string, image: Image, lasting: boolean): Promise<Place> {
  await mkdir(labDir('guests'), { recursive: true });
  await sweep();
  const dir = await mkdtemp(labDir('guests', `${name}-`));
  const socketDir = await mkdtemp(join(tmpdir(), 'lab-'));
  if (!lasting) for (const path of [dir, socketDir]) removeAtExit(path);
  const place = { dir, socketDir, sshPort: await freePort(), webPort: await freePort() };
  const keys = (await readFile(image.hostKeys, 'utf8')).trim().split('\n');
  const lines = keys.map((key) => `[127.0.0.1]:${place.sshPort} ${key}\n`);
  await writeFile(join(dir, 'known_hosts'), lines.join(''));
  // An emulated host that does eight things at once takes longer than 10 s to start a shell.
  await writeFile(join(dir, 'ssh_config'), 'ConnectTimeout 90\n');
  return place;
}

export function targetOf(place: Place): SshTarget {
  return { port: place.sshPort, key: labKey(), knownHosts: join(place.dir, 'known_hosts') };
}
