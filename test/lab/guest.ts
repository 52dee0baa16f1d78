/** A lab host: boots once a recipe, keeps its clean state, and comes back to it in less than a second. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from './agent.ts';
import { type Accel, chosenAccel, patience } from './accel.ts';
import { ensureImage, type Image } from './build.ts';
import {
  agentPath,
  freePort,
  type Machine,
  removeAtExit,
  removeNow,
  startMachine,
  type Variant,
  type Wire,
} from './machine.ts';
import { labDir, labKey } from './paths.ts';
import type { SuiteName } from './recipe/suites.ts';
import { must, type Outcome, sleep } from './run.ts';
import { SshPool, type SshTarget } from './ssh.ts';
import { warmUp } from './warm-up.ts';

export interface GuestOptions {
  readonly suite: SuiteName;
  readonly variant?: Variant;
  readonly wire?: Wire;
  /** Goes on after this process has ended. */
  readonly background?: boolean;
  readonly say?: (line: string) => void;
}

const CLEAN = 'clean';
const BOOT_ID = 'cat /proc/sys/kernel/random/boot_id';

export class Guest {
  readonly suite: SuiteName;
  readonly accel: Accel;
  readonly dir: string;
  readonly socketDir: string;
  readonly target: SshTarget;
  readonly webPort: number;
  readonly #machine: Machine;
  readonly #pool: SshPool;
  readonly #agent: Agent;

  private constructor(suite: SuiteName, accel: Accel, place: Place, machine: Machine) {
    this.suite = suite;
    this.accel = accel;
    this.dir = place.dir;
    this.socketDir = place.socketDir;
    this.target = {
      port: place.sshPort,
      key: labKey(),
      knownHosts: join(place.dir, 'known_hosts'),
    };
    this.webPort = place.webPort;
    this.#machine = machine;
    this.#pool = new SshPool(this.target, place.socketDir);
    this.#agent = new Agent(agentPath(place.socketDir));
  }

  /** A host in its clean state, in seconds: it was booted and saved before, or is now. */
  static async start(options: GuestOptions): Promise<Guest> {
    const say = options.say ?? ((): void => undefined);
    const variant = options.variant ?? 'plain';
    const image = await ensureImage(options.suite, say);
    const template = await ensureTemplate(image, variant, say);
    const place = await makePlace(options.suite, image, options.background === true);
    const overlay = join(place.dir, 'disk.qcow2');
    await copyFile(template, overlay, constants.COPYFILE_FICLONE);
    const accel = chosenAccel();
    const wire = options.wire === undefined ? {} : { wire: options.wire };
    const background = options.background === true;
    const common = { image, variant, accel, overlay, ...place, ...wire, background };
    const machine = await startMachine({ ...common, loadvm: CLEAN });
    const guest = new Guest(options.suite, accel, place, machine);
    try {
      await guest.#setClock();
    } catch (cause) {
      await guest.stop();
      throw cause;
    }
    return guest;
  }

  get pid(): number {
    return this.#machine.pid;
  }

  /** Back to the clean state; how long that took, in ms. */
  async reset(): Promise<number> {
    this.#pool.close();
    const started = Date.now();
    await this.#machine.qmp.monitor(`loadvm ${CLEAN}`);
    const ms = Date.now() - started;
    await this.#setClock();
    return ms;
  }

  /** Keeps the present state under a name, for a later `load`. */
  async save(name: string): Promise<void> {
    this.#pool.close();
    await this.#machine.qmp.monitor(`savevm ${name}`);
  }

  /** Root's scripts go through the guest agent, everybody else's through a login. */
  async exec(user: string, script: string, timeoutMs?: number): Promise<Outcome> {
    const limit = timeoutMs ?? 60_000 * patience(this.accel);
    return user === 'root' ? this.#agent.exec(script, limit) : this.#pool.exec(user, script, limit);
  }

  /** The same, for a step that must succeed; returns what it printed. */
  async must(user: string, script: string, timeoutMs?: number): Promise<string> {
    const done = await this.exec(user, script, timeoutMs);
    if (done.code === 0) return done.stdout;
    const said = `${done.stdout}${done.stderr}`.trim();
    const asked = script.trim().split('\n').slice(-8).join('\n');
    throw new Error(`${this.suite}: ${user}: status ${done.code}: ${said}\n(after: ${asked})`);
  }

  /** Ends our sessions in the guest, as a person who logs out. */
  logout(user?: string): void {
    this.#pool.close(user);
  }

  async reboot(): Promise<void> {
    const before = await this.must('root', BOOT_ID);
    this.#pool.close();
    await this.exec('root', 'systemctl --no-block reboot');
    const end = Date.now() + 90_000 * patience(this.accel);
    while (Date.now() < end) {
      const now = await this.exec('root', BOOT_ID, 10_000).catch(() => undefined);
      if (now?.code === 0 && now.stdout !== before) {
        await this.exec('root', 'systemctl is-system-running --wait');
        return;
      }
      await sleep(1_000);
    }
    throw new Error(`${this.suite} did not come back after a reboot`);
  }

  async stop(): Promise<void> {
    this.#pool.close();
    this.#agent.close();
    await this.#machine.qmp.command('quit', {}, 5_000).catch(() => undefined);
    this.#machine.qmp.close();
    this.#machine.kill();
    removeNow(this.dir);
    removeNow(this.socketDir);
  }

  /** Lets this process end while the machine goes on. */
  detach(): void {
    this.#pool.close();
    this.#agent.close();
    this.#machine.qmp.close();
  }

  async #setClock(): Promise<void> {
    const seconds = Math.ceil(Date.now() / 1000);
    await this.must('root', `date -s @${seconds} >/dev/null`);
  }
}

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

/** A disk with the saved clean state in it; guests start from copies. One for each way to run. */
async function ensureTemplate(
  image: Image,
  variant: Variant,
  say: (line: string) => void,
): Promise<string> {
  const accel = chosenAccel();
  const name = [image.suite, image.key, await warmUpKey(), variant, accel].join('-');
  const template = labDir('templates', `${name}.qcow2`);
  if (existsSync(template)) return template;
  await mkdir(labDir('templates'), { recursive: true });
  say(`${image.suite}: first boot (${accel})`);
  const place = await makePlace(image.suite, image, false);
  const overlay = join(place.dir, 'disk.qcow2');
  await must('qemu-img', [
    ...['create', '-q', '-f', 'qcow2', '-b', image.disk, '-F', 'raw', overlay],
  ]);
  const machine = await startMachine({ image, variant, accel, overlay, ...place });
  const target = { port: place.sshPort, key: labKey(), knownHosts: join(place.dir, 'known_hosts') };
  const pool = new SshPool(target, place.socketDir);
  const agent = new Agent(agentPath(place.socketDir));
  try {
    await warmUp(pool, agent, image.suite, variant, patience(accel), say);
    pool.close();
    agent.close();
    await sleep(1_000 * patience(accel));
    await machine.qmp.monitor(`savevm ${CLEAN}`);
    await machine.qmp.command('quit', {}, 10_000).catch(() => undefined);
    await rename(overlay, template);
  } finally {
    pool.close();
    agent.close();
    machine.qmp.close();
    machine.kill();
    await rm(place.dir, { recursive: true, force: true });
    removeNow(place.dir);
    removeNow(place.socketDir);
  }
  return template;
}

/** Whatever decides how a clean state comes about, beside the image. */
async function warmUpKey(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['warm-up.ts', 'machine.ts']) {
    hash.update(await readFile(new URL(file, import.meta.url)));
  }
  return hash.digest('hex').slice(0, 6);
}
