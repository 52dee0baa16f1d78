import { homedir, userInfo } from 'node:os';
import process from 'node:process';
import type { HostTarget } from '../transport/inventory.ts';
import type { Transport } from '../transport/transport.ts';
import type { Settings } from './settings.ts';

/** What all hosts over SSH share in one run. */
export interface SshClient extends AsyncDisposable {
  readonly connect: (target: HostTarget) => Promise<Transport>;
}

/** This machine. */
export async function connectLocally(): Promise<Transport> {
  const { LocalTransport } = await import('../transport/local.ts');
  return new LocalTransport();
}

/** Reaches hosts as the options, the environment and ssh_config say. */
export async function openSshClient(settings: Settings): Promise<SshClient> {
  const [{ connect }, { HopPool }] = await Promise.all([
    import('../transport/connect.ts'),
    import('../transport/hop-pool.ts'),
  ]);
  const hops = new HopPool();
  const options = {
    ssh: settings.ssh,
    acceptNew: settings.acceptNew,
    home: process.env['HOME'] ?? homedir(),
    localUser: userInfo().username,
    env: process.env,
    hops,
    ...(settings.sshConfig === null ? {} : { configFile: settings.sshConfig }),
    ...(settings.identity === null ? {} : { identity: settings.identity }),
    ...(settings.knownHosts === null ? {} : { knownHosts: settings.knownHosts }),
  };
  return {
    connect: (target) => connect(target, options),
    [Symbol.asyncDispose]: () => hops[Symbol.asyncDispose](),
  };
}
