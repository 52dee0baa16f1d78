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
  if (argumentsGiven.length === 0) {
    requireLinux(process.platform);
    return {
      hosts: [
        { name: LOCAL_NAME, isRemote: false, connect: () => held(connectLocally(), context) },
      ],
      user: settings.user ?? userBehindSudo(process.env, process.getuid?.()),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  const targets = parseHosts(argumentsGiven);
  const client = await openSshClient(settings);
  return {
    hosts: targets.map((target) => ({
      name: target.text,
      isRemote: true,
      connect: () => held(client.connect(target), context),
    })),
    user: settings.user ?? '',
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
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
async function held(
  connecting: Promise<Transport>,
  { interruption }: Pick<Context, 'interruption'>,
): Promise<Transport> {
  const transport = await connecting;
  interruption.hold(async () => {
    await transport[Symbol.asyncDispose]();
  });
  return transport;
}
