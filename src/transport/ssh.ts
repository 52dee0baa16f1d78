import type { Duplex } from 'node:stream';
import type { ClientObservations } from '../model/fact.ts';
import type { KnownHostsStore } from './known-hosts-store.ts';
import {
  awaitShell,
  type Channels,
  EarlyChannels,
  openChannels,
  openShell,
} from './ssh-channels.ts';
import type { ResolvedHost } from './ssh-config.ts';
import { openConnection, type SshConnection } from './ssh-connection.ts';
import { lostError } from './ssh-errors.ts';
import { openStreamlocal, PROBED_SOCKET, type Streamlocal } from './streamlocal.ts';
import type { ShellSession, Transport } from './transport.ts';

/** Where a host is, after ssh_config. */
export interface SshAddress {
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Paths, in the order in which they are tried; not all of them exist. */
  readonly identityFiles: readonly string[];
  /** Hosts that are passed on the way. */
  readonly hops: number;
}

/** What an SSH transport needs besides the resolved host. */
export interface SshTransportOptions {
  readonly knownHosts: KnownHostsStore;
  readonly timeoutMs: number;
  /** A stream to the host through its hops. */
  readonly through?: () => Promise<Duplex>;
}

/** For a login that is tried once: the host may be busy, and waits for an end that is near. */
const PROOF_MS = 25_000;

/** How long an answer about the unix socket is waited for once it is asked for. */
const STREAMLOCAL_MS = 2_000;

/**
 * Shells on a host over one SSH connection. The first `start` connects: so the request for the shell
 * can travel with the last message of the login.
 */
export class SshTransport implements Transport {
  readonly kind = 'ssh';
  readonly target: string;
  readonly #host: ResolvedHost;
  readonly #options: SshTransportOptions;
  readonly #abort = new AbortController();
  #connection: Promise<SshConnection> | undefined;
  #streamlocal: Promise<Streamlocal> | undefined;
  #ident = '';
  #sessions = 0;
  readonly #open = new Set<ShellSession>();

  constructor(host: ResolvedHost, options: SshTransportOptions) {
    this.target = host.text;
    this.#host = host;
    this.#options = options;
  }

  get sessions(): number {
    return this.#sessions;
  }

  async start(script: string): Promise<ShellSession> {
    const early = new EarlyChannels();
    const isFirst = this.#connection === undefined;
    this.#connection ??= this.#connect(early);
    const connection = await this.#connection;
    this.#sessions++;
    const shell = isFirst ? this.#firstChannels(early, connection).shell : this.#next(connection);
    const session = await awaitShell(shell, this.#host, this.#options.timeoutMs);
    this.#open.add(session);
    void session.ended.then(() => this.#open.delete(session));
    session.write(script);
    return session;
  }

  again(): Transport {
    return new SshTransport(this.#host, { ...this.#options, timeoutMs: PROOF_MS });
  }

  over(stream: Duplex): Transport {
    const through = (): Promise<Duplex> => Promise.resolve(stream);
    const options = { ...this.#options, timeoutMs: PROOF_MS, through };
    return new SshTransport(this.#host, options);
  }

  async observe(): Promise<Omit<ClientObservations, 'noise'>> {
    const seen: Omit<ClientObservations, 'noise'> = {
      transport: this.kind,
      ...(this.#ident === '' ? {} : { serverIdent: this.#ident }),
    };
    if (this.#streamlocal === undefined) return seen;
    return { ...seen, streamlocal: await withinLimit(this.#streamlocal) };
  }

  /** Where the host is, for another client; a host behind hops has no address of its own. */
  get address(): SshAddress {
    const { hostName, port, user, identityFiles, jumps } = this.#host;
    return {
      hostName,
      port,
      user,
      identityFiles: identityFiles.map(({ path }) => path),
      hops: jumps.length,
    };
  }

  /** A stream to a unix socket of the host. Rejects with what sshd said. */
  async connectTo(path: string): Promise<Duplex> {
    if (this.#connection === undefined) throw new Error('there is no connection yet');
    const { client } = await this.#connection;
    return await openStreamlocal(client, path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    for (const session of this.#open) session.abandon();
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.close();
  }

  async #connect(early: EarlyChannels): Promise<SshConnection> {
    const connection = await openConnection({
      host: this.#host,
      ...this.#options,
      signal: this.#abort.signal,
      onSigned: (client, ident) => early.open(client, ident),
      onRefused: () => early.discard(),
    });
    this.#ident = connection.ident;
    return connection;
  }

  #firstChannels(early: EarlyChannels, { client }: SshConnection): Channels {
    const channels = early.take() ?? openChannels(client);
    this.#streamlocal = channels.streamlocal;
    return channels;
  }

  async #next({ client, isOpen }: SshConnection): ReturnType<typeof openShell> {
    if (!isOpen()) throw lostError(this.#host);
    return await openShell(client);
  }
}

async function withinLimit(answer: Promise<Streamlocal>): Promise<Streamlocal> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Streamlocal>((resolve) => {
    const error = `no answer within ${STREAMLOCAL_MS} ms`;
    const give = (): void => resolve({ path: PROBED_SOCKET, opened: false, error });
    timer = setTimeout(give, STREAMLOCAL_MS);
  });
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
