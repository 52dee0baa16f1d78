import process from 'node:process';
import type { FleetHost } from '../engine/fleet.ts';
import { UsageError } from '../model/usage-error.ts';
import { parseHosts } from '../transport/inventory.ts';
import type { Transport } from '../transport/transport.ts';
import { connectLocally, openSshClient } from './connect.ts';
import type { Context } from './context.ts';

/** The hosts of a run, and how to look at them. Disposing closes what they share. */
export interface Hosts extends AsyncDisposable {
  readonly hosts: readonly FleetHost[];
  /** The target user; empty for whoever logs in. */
  readonly user: string;
}

/** How messages call this machine. */
export const LOCAL_NAME = 'localhost';

/** The hosts named on the command line, or this machine when there is none. */
export async function hostsOf(
  argumentsGiven: readonly string[],
  context: Pick<Context, 'settings' | 'interruption'>,
): Promise<Hosts> {
  const { settings } = context;
  const held = new Held(context.interruption);
  if (argumentsGiven.length === 0) {
    requireLinux(process.platform);
    return {
      hosts: [{ name: LOCAL_NAME, isRemote: false, connect: () => held.add(connectLocally()) }],
      user: settings.user ?? userBehindSudo(process.env, process.getuid?.()),
      [Symbol.asyncDispose]: () => {
        held.release();
        return Promise.resolve();
      },
    };
  }
  const targets = parseHosts(argumentsGiven);
  const client = await openSshClient(settings);
  return {
    hosts: targets.map((target) => ({
      name: target.text,
      isRemote: true,
      connect: () => held.add(client.connect(target)),
    })),
    user: settings.user ?? '',
    [Symbol.asyncDispose]: () => {
      held.release();
      return client[Symbol.asyncDispose]();
    },
  };
}

/** Under `sudo podready` the user in question is the one who typed it. */
export function userBehindSudo(
  env: Readonly<Record<string, string | undefined>>,
  uid: number | undefined,
): string {
  const user = env['SUDO_USER'] ?? '';
  return uid === 0 && user !== 'root' ? user : '';
}

/** There is nothing to check where there is no Linux, but there is something to do. */
export function requireLinux(platform: string): void {
  if (platform === 'linux') return;
  throw new UsageError(
    `this machine runs ${platform}, and only Linux hosts can be checked; name one: podready check [user@]host`,
  );
}

/** An interrupted run lets go of its hosts, so that nothing of ours keeps running there. */
class Held {
  readonly #interruption: Context['interruption'];
  readonly #releases: (() => void)[] = [];

  constructor(interruption: Context['interruption']) {
    this.#interruption = interruption;
  }

  async add(connecting: Promise<Transport>): Promise<Transport> {
    const transport = await connecting;
    this.#releases.push(
      this.#interruption.hold(async () => {
        await transport[Symbol.asyncDispose]();
      }),
    );
    return transport;
  }

  /** Hosts that were let go of are not remembered: who waits connects many times. */
  release(): void {
    for (const release of this.#releases.splice(0)) release();
  }
}
