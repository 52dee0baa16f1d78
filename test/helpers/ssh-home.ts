import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectOptions } from '../../src/transport/connect.ts';
import { HopPool } from '../../src/transport/hop-pool.ts';
import { parseHost } from '../../src/transport/inventory.ts';
import type { ShellSession, Transport } from '../../src/transport/transport.ts';
import { generateKey, type SshServer } from './ssh-server.ts';

/** A home directory with an identity, and nothing of this machine's own configuration. */
export interface Home extends AsyncDisposable {
  readonly path: string;
  /** Public key of `~/.ssh/id_ed25519`. */
  readonly publicKey: string;
  readonly hops: HopPool;
  /** Writes a file below the home, for the owner alone. */
  write(path: string, content: string): Promise<string>;
  /** Lists the servers in known_hosts. */
  trust(...servers: readonly Pick<SshServer, 'port' | 'hostKeys'>[]): Promise<void>;
  options(more?: Partial<ConnectOptions>): ConnectOptions;
  connect(host: string, more?: Partial<ConnectOptions>): Promise<Transport>;
}

/** Makes a home directory below the temporary one. */
export async function makeHome(): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), 'podready-home-'));
  const key = generateKey();
  const hops = new HopPool();
  const write = async (name: string, content: string): Promise<string> => {
    const file = join(path, name);
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    await writeFile(file, content, { mode: 0o600 });
    await chmod(file, 0o600);
    return file;
  };
  await write('.ssh/id_ed25519', key.private);
  const options = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
    ssh: 'ssh2',
    acceptNew: false,
    home: path,
    localUser: 'ada',
    env: {},
    systemFolder: join(path, 'etc'),
    connectTimeoutMs: 5_000,
    hops,
    ...more,
  });
  return {
    path,
    publicKey: key.public,
    hops,
    write,
    async trust(...servers) {
      const lines = servers.flatMap(({ port, hostKeys }) =>
        hostKeys.map((one) => `[127.0.0.1]:${port} ${one}\n`),
      );
      await write('.ssh/known_hosts', lines.join(''));
    },
    options,
    async connect(host, more) {
      return await connect(parseHost(host), options(more));
    },
    async [Symbol.asyncDispose]() {
      await hops[Symbol.asyncDispose]();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Everything that a session prints until it ends, at most `limit` bytes. */
export async function readAll(session: ShellSession, limit = Infinity): Promise<string> {
  let text = '';
  for await (const chunk of session.output) {
    text += chunk.toString('utf8');
    if (text.length >= limit) break;
  }
  return text;
}
