/** Where one guest lives: its directory, its sockets, its two ports. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
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

export async function makePlace(name: string, image: Image, lasting: boolean): Promise<Place> {
  await mkdir(labDir('guests'), { recursive: true });
  const dir = await mkdtemp(labDir('guests', `${name}-`));
  const socketDir = await mkdtemp(join(tmpdir(), 'lab-'));
  if (!lasting) for (const path of [dir, socketDir]) removeAtExit(path);
  const place = { dir, socketDir, sshPort: await freePort(), webPort: await freePort() };
  const keys = (await readFile(image.hostKeys, 'utf8')).trim().split('\n');
  const lines = keys.map((key) => `[127.0.0.1]:${place.sshPort} ${key}\n`);
  await writeFile(join(dir, 'known_hosts'), lines.join(''));
  return place;
}

export function targetOf(place: Place): SshTarget {
  return { port: place.sshPort, key: labKey(), knownHosts: join(place.dir, 'known_hosts') };
}
