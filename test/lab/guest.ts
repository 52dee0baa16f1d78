/** A lab host: boots once a recipe, keeps its clean state, and comes back to it in less than a second. */
import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Accel, chosenAccel, patience } from './accel.ts';
import { Agent } from './agent.ts';
import { ensureImage } from './build.ts';
import {
  agentPath,
  type Machine,
  removeNow,
  startMachine,
  type Variant,
  type Wire,
} from './machine.ts';
import { makePlace, type Place, targetOf } from './place.ts';
import type { SuiteName } from './recipe/suites.ts';
import { type Outcome, sleep } from './run.ts';
import { SshPool, type SshTarget } from './ssh.ts';
import { CLEAN, ensureTemplate } from './template.ts';

export interface GuestOptions {
  readonly suite: SuiteName;
  readonly variant?: Variant;
  readonly wire?: Wire;
  /** Goes on after this process has ended. */
  readonly background?: boolean;
  readonly say?: (line: string) => void;
}

const BOOT_ID = 'cat /proc/sys/kernel/random/boot_id';

/** On a machine that does too much at once, units run into their limits while the guest boots. */
const RESTART_WHAT_WAS_TOO_SLOW = `
for unit in systemd-networkd.service ssh.service; do
  if systemctl is-failed --quiet $unit; then systemctl restart $unit; fi
done`;

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
    this.target = targetOf(place);
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

  /** Back to the clean state, or to one that was saved; how long that took, in ms. */
  async reset(name = CLEAN): Promise<number> {
    this.#pool.close();
    const started = Date.now();
    await this.#machine.qmp.monitor(`loadvm ${name}`);
    const ms = Date.now() - started;
    await this.#setClock();
    return ms;
  }

  /** Keeps the present state under a name, for a later `reset`. */
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
    await this.#boots(() => this.exec('root', 'systemctl --no-block reboot'));
  }

  /** As if somebody pulled the plug: what is not on disk is gone. */
  async powerCycle(): Promise<void> {
    await this.#boots(() => this.#machine.qmp.command('system_reset', {}, 10_000));
  }

  async #boots(begin: () => Promise<unknown>): Promise<void> {
    const before = await this.must('root', BOOT_ID);
    this.#pool.close();
    await begin();
    const end = Date.now() + 90_000 * patience(this.accel);
    while (Date.now() < end) {
      const now = await this.exec('root', BOOT_ID, 10_000).catch(() => undefined);
      if (now?.code === 0 && now.stdout !== before) {
        await this.exec('root', 'systemctl is-system-running --wait');
        await this.must('root', RESTART_WHAT_WAS_TOO_SLOW);
        await this.#setClock();
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
