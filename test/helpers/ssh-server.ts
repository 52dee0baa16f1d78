import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import process from 'node:process';
import ssh2, { type Connection, type ServerChannel, type Session } from 'ssh2';

/** What the server does with a request for a shell. */
export type ShellBehaviour =
  /** Really runs `/bin/sh -s`. */
  | 'sh'
  /** Runs something else, as ForceCommand would. */
  | 'forced'
  /** Refuses the exec request. */
  | 'no-exec'
  /** Refuses the channel, as MaxSessions 0 does. */
  | 'no-session'
  /** Never answers the exec request. */
  | 'hang'
  /** Accepts, prints nothing, and stays. */
  | 'silent'
  /** Prints a few bytes and drops the connection. */
  | 'hang-up'
  /** Prints without end. */
  | 'flood'
  /** Prints what this makes of the script. */
  | ((script: string) => string);

export interface SshServerOptions {
  /** Software version; that of OpenSSH by default, for clients trust some names more than others. */
  readonly ident?: string;
  /** Private host keys; a fresh ed25519 key by default. */
  readonly hostKeys?: readonly string[];
  /** Public keys (OpenSSH format) that may log in. */
  readonly authorized: readonly string[];
  readonly banner?: string;
  /** Lines before the identification. */
  readonly greeting?: string;
  readonly shell?: ShellBehaviour;
  readonly streamlocal?: 'accept' | 'refuse' | 'ignore';
  /** Refuses the first signature that is right; the second login succeeds. */
  readonly refuseFirstSignature?: boolean;
  /** A right key is not enough: as `AuthenticationMethods publickey,password`. */
  readonly wantsPassword?: boolean;
  /** Opens direct-tcpip channels, as a jump host does. */
  readonly forwards?: boolean;
  readonly kex?: readonly 'diffie-hellman-group1-sha1'[];
}

/** An SSH server on loopback that counts what clients do. */
export interface SshServer extends AsyncDisposable {
  readonly port: number;
  /** Public host keys, as known_hosts writes them: type and base64. */
  readonly hostKeys: readonly string[];
  readonly counts: {
    connections: number;
    execs: number;
    streamlocals: number;
    forwards: number;
    /** Public keys offered, signed or not. */
    offers: number;
    bytes: number;
  };
  readonly commands: readonly string[];
  readonly users: readonly string[];
  /** Drops every connection without a word. */
  dropAll(): void;
}

interface Protection {
  readonly passphrase: string;
  readonly cipher: 'aes256-ctr';
  readonly rounds: number;
}

interface KeyPair {
  readonly private: string;
  readonly public: string;
}

/** Generates a key pair of ed25519 or another type. */
export function generateKey(
  type: 'ed25519' | 'ecdsa' | 'rsa' = 'ed25519',
  protection?: Protection,
): KeyPair {
  for (let attempt = 0; attempt < 10; attempt++) {
    const pair = generateOnce(type, protection);
    const parsed = ssh2.utils.parseKey(pair.private, protection?.passphrase);
    // One in some hundred keys that ssh2 1.17 makes is malformed: OpenSSH refuses it too.
    if (!(parsed instanceof Error)) return pair;
  }
  throw new Error(`cannot generate a key of type ${type}`);
}

function generateOnce(
  type: 'ed25519' | 'ecdsa' | 'rsa',
  protection: Protection | undefined,
): KeyPair {
  const options = protection ?? {};
  switch (type) {
    case 'ed25519':
      return ssh2.utils.generateKeyPairSync('ed25519', options);
    case 'ecdsa':
      return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256, ...options });
    case 'rsa':
      return ssh2.utils.generateKeyPairSync('rsa', { bits: 2048, ...options });
  }
}

/** The public half of a private key, as known_hosts and authorized_keys write it. */
export function publicLine(key: string): string {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const hostKeys = options.hostKeys ?? [generateKey().private];
  const state: State = {
    options,
    counts: { connections: 0, execs: 0, streamlocals: 0, forwards: 0, offers: 0, bytes: 0 },
    commands: [],
    users: [],
    hasRefused: false,
    children: new Set(),
  };
  const sockets = new Set<Socket>();
  const server = new ssh2.Server(
    {
      hostKeys: [...hostKeys],
      ident: options.ident ?? 'OpenSSH_9.2p1',
      ...(options.banner === undefined ? {} : { banner: options.banner }),
      ...(options.greeting === undefined ? {} : { greeting: options.greeting }),
      ...(options.kex === undefined ? {} : { algorithms: { kex: [...options.kex] } }),
    },
    (client) => serve(client, state),
  );
  server.on('error', () => undefined);
  // A listener of our own, to be able to drop connections.
  const tcp = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    server.injectSocket(socket);
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (tcp.address() as AddressInfo).port,
    hostKeys: hostKeys.map(publicLine),
    counts: state.counts,
    commands: state.commands,
    users: state.users,
    dropAll,
    async [Symbol.asyncDispose]() {
      dropAll();
      for (const pid of state.children) killGroup(pid);
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}

interface State {
  readonly options: SshServerOptions;
  readonly counts: SshServer['counts'];
  readonly commands: string[];
  readonly users: string[];
  hasRefused: boolean;
  readonly children: Set<number>;
}

function serve(client: Connection, state: State): void {
  const { options, counts } = state;
  counts.connections++;
  const authorized = new Set(options.authorized.map((line) => line.split(' ')[1]));
  client.on('error', () => undefined);
  client.on('authentication', (context) => {
    state.users.push(context.username);
    const allowed: 'publickey'[] = ['publickey'];
    if (context.method !== 'publickey') return context.reject(allowed);
    counts.offers++;
    if (!authorized.has(context.key.data.toString('base64'))) return context.reject(allowed);
    if (context.signature === undefined) return context.accept();
    if (options.wantsPassword === true) return context.reject(['password'], true);
    if (options.refuseFirstSignature === true && !state.hasRefused) {
      state.hasRefused = true;
      return context.reject(allowed);
    }
    return context.accept();
  });
  client.on('session', (accept, reject) => {
    if (options.shell === 'no-session') reject();
    else serveSession(accept(), client, state);
  });
  client.on('openssh.streamlocal', (accept: () => ServerChannel, reject: () => void) => {
    counts.streamlocals++;
    if (options.streamlocal === 'ignore') return;
    if (options.streamlocal === 'refuse') reject();
    else
      accept()
        .on('error', () => undefined)
        .resume();
  });
  client.on('tcpip', (accept, reject, { destIP, destPort }) => {
    counts.forwards++;
    if (options.forwards !== true) return reject();
    const upstream = connect(destPort, destIP);
    upstream.once('error', () => reject());
    upstream.once('connect', () => {
      const channel = accept();
      channel.on('error', () => undefined).on('close', () => upstream.destroy());
      upstream.on('close', () => channel.close());
      channel.pipe(upstream).pipe(channel);
    });
  });
}

function serveSession(session: Session, client: Connection, state: State): void {
  session.on('exec', (accept, reject, { command }) => {
    state.counts.execs++;
    state.commands.push(command);
    const { shell = 'sh' } = state.options;
    if (shell === 'no-exec') return reject();
    if (shell === 'hang') return undefined;
    const channel = accept();
    channel.on('error', () => undefined);
    if (typeof shell === 'function') return answer(channel, shell);
    switch (shell) {
      case 'sh':
        return runShell(channel, state);
      case 'forced':
        channel.write('This account is restricted.\n');
        channel.exit(1);
        return channel.end();
      case 'hang-up':
        channel.write('half a li');
        setTimeout(() => client.end(), 20);
        return undefined;
      case 'flood':
        return flood(channel, state);
      default:
        return channel.resume();
    }
  });
}

function runShell(channel: ServerChannel, state: State): void {
  const child = spawn('/bin/sh', ['-s'], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) return channel.close();
  state.children.add(pid);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.on('data', (chunk: Buffer) => (state.counts.bytes += chunk.length));
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('close', (code, signal) => {
    state.children.delete(pid);
    if (code === null) channel.exit((signal ?? 'SIGKILL').replace(/^SIG/u, ''));
    else channel.exit(code);
    channel.end();
  });
  channel.on('close', () => killGroup(pid));
  return undefined;
}

function answer(channel: ServerChannel, shell: (script: string) => string): void {
  let script = '';
  channel.setEncoding('utf8').on('data', (text: string) => (script += text));
  channel.on('end', () => {
    channel.write(shell(script));
    channel.exit(0);
    channel.end();
  });
}

/** Writes for ever, but no faster than the client reads. */
function flood(channel: ServerChannel, { counts }: State): void {
  const block = Buffer.alloc(64 * 1024, 'x');
  const more = (): void => {
    if (channel.destroyed || !channel.writable) return;
    counts.bytes += block.length;
    if (channel.write(block)) setImmediate(more);
    else channel.once('drain', more);
  };
  channel.resume();
  more();
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
