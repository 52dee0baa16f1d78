import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { preferHostKeys } from './algorithms.ts';
import { HostKeyCheck } from './host-key-check.ts';
import { collectIdentities, type Identities } from './identities.ts';
import type { KnownHostsStore } from './known-hosts-store.ts';
import { offerIdentities } from './ssh-auth.ts';
import type { ResolvedHost } from './ssh-config.ts';
import { abandoned, connectionError, type Seen, timeError } from './ssh-errors.ts';
import { listenForIdent } from './ssh-ident.ts';
import { loadSsh2, type Ssh2 } from './ssh2.ts';
import { openSocket } from './tcp.ts';

/** What is needed to log in. */
export interface ConnectionRequest {
  readonly host: ResolvedHost;
  readonly knownHosts: KnownHostsStore;
  readonly timeoutMs: number;
  /** A stream to the host through a hop; else a TCP connection is opened. */
  readonly through?: () => Promise<Duplex>;
  /** The signature went out: channels asked for now travel with it and save a round trip. */
  readonly onSigned?: (client: Client, ident: string) => void;
  /** The server refused after all: what was asked for is void. */
  readonly onRefused?: () => void;
  /** Ends the attempt. */
  readonly signal?: AbortSignal;
}

/** An SSH connection after login. */
export interface SshConnection {
  readonly client: Client;
  /** `SSH-2.0-OpenSSH_9.2p1 Debian-2` */
  readonly ident: string;
  readonly isOpen: () => boolean;
  /** Says goodbye, and drops the connection soon after if the server does not. */
  readonly close: () => Promise<void>;
}

/**
 * Connects, verifies the host key, and logs in. Rejects with a `TransportError`; nothing stays open then. That there is
 * no identity to offer is said when one is due: a misspelt name is no matter of keys.
 */
export async function openConnection(request: ConnectionRequest): Promise<SshConnection> {
  const { host, knownHosts, timeoutMs, signal } = request;
  const ssh2 = await loadSsh2();
  const hostKey = await HostKeyCheck.prepare(host, knownHosts);
  const identities = await collectIdentities(host, ssh2, timeoutMs);
  try {
    const stream = await (request.through?.() ?? openSocket(host, timeoutMs, signal));
    return await new Login(request, { ssh2, hostKey, identities, stream }).run();
  } finally {
    identities.close();
  }
}

/** How long a server has to close its side before ours is dropped. */
const GRACE_MS = 300;

const KEEPALIVE_MS = 15_000;

interface Means {
  readonly ssh2: Ssh2;
  readonly hostKey: HostKeyCheck;
  readonly identities: Identities;
  readonly stream: Duplex;
}

class Login {
  readonly #request: ConnectionRequest;
  readonly #means: Means;
  readonly #client: Client;
  readonly #seen: { -readonly [Key in keyof Seen]: Seen[Key] };
  #ident = '';
  #isOpen = true;
  #isReady = false;
  #recorded: Promise<void> = Promise.resolve();

  constructor(request: ConnectionRequest, means: Means) {
    this.#request = request;
    this.#means = means;
    this.#client = new means.ssh2.Client();
    this.#seen = {
      phase: 'ident',
      greeting: '',
      banner: '',
      methods: undefined,
      auth: { offered: [], signed: [], notes: [] },
      notes: means.identities.notes,
    };
  }

  async run(): Promise<SshConnection> {
    const { host, timeoutMs, signal } = this.#request;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(timeError(host, this.#seen, timeoutMs)), timeoutMs);
        signal?.addEventListener('abort', () => reject(abandoned(host)), { once: true });
        if (signal?.aborted === true) reject(abandoned(host));
        this.#listen(resolve, reject);
        this.#connect(reject);
      });
    } catch (cause) {
      this.#means.stream.destroy();
      throw cause;
    } finally {
      clearTimeout(timer);
    }
    this.#isReady = true;
    return {
      client: this.#client,
      ident: this.#ident,
      isOpen: () => this.#isOpen,
      close: async () => await this.#close(),
    };
  }

  #listen(resolve: () => void, reject: (cause: Error) => void): void {
    const { host } = this.#request;
    const { hostKey, stream } = this.#means;
    const fail = (cause?: Error): void => {
      reject(hostKey.refusal ?? connectionError(host, this.#seen, cause));
    };
    this.#client
      .on('error', (cause) => {
        // An agent that does not sign is no failure: the next identity is offered.
        if (cause.level === 'agent') return;
        if (this.#isReady) stream.destroy();
        else fail(cause);
      })
      .on('close', () => {
        this.#isOpen = false;
        fail();
      })
      .on('banner', (message) => (this.#seen.banner = message))
      .on('ready', resolve)
      // `once`: a server that renews its keys comes here again.
      .once('handshake', () => {
        this.#seen.phase = 'auth';
        this.#recorded = hostKey.record();
        this.#recorded.catch(reject);
      });
  }

  #connect(reject: (cause: Error) => void): void {
    const { host, onSigned, onRefused } = this.#request;
    const { ssh2, hostKey, identities, stream } = this.#means;
    const { kex, cipher, hmac, serverHostKey } = host.algorithms;
    this.#client.connect({
      sock: stream,
      username: host.user,
      // The limit is kept by `run`, which knows the step.
      readyTimeout: 0,
      keepaliveInterval: KEEPALIVE_MS,
      // Otherwise ssh2 itself answers for servers that do not call themselves OpenSSH.
      strictVendor: false,
      algorithms: {
        kex: [...kex],
        cipher: [...cipher],
        hmac: [...hmac],
        serverHostKey: [...preferHostKeys(serverHostKey, hostKey.knownTypes())],
      },
      hostVerifier: (key: Buffer) => hostKey.verify(key),
      authHandler: offerIdentities(host.user, identities.offered, ssh2, this.#seen.auth, {
        before: () => this.#recorded,
        onSigned: () => onSigned?.(this.#client, this.#ident),
        onRefused: () => onRefused?.(),
        onError: reject,
      }),
      debug: (text) => this.#readDebug(text),
    });
    // After ssh2 has paused the stream: this listener sees the bytes first, and starts no flow.
    listenForIdent(stream, {
      onIdent: (ident) => {
        this.#ident = ident;
        this.#seen.phase = 'kex';
      },
      onGreeting: (line) => (this.#seen.greeting = line),
    });
  }

  /** The methods that the server allows: ssh2 hands them on for all kinds of keys but those of agents. */
  #readDebug(text: string): void {
    if (this.#isReady) return;
    const methods = /^Inbound: Received USERAUTH_FAILURE \((?<list>[^)]*)\)/u.exec(text);
    this.#seen.methods = methods?.groups?.['list'] ?? this.#seen.methods;
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#client.once('close', () => resolve());
      timer = setTimeout(resolve, GRACE_MS);
      this.#client.end();
    });
    clearTimeout(timer);
    this.#means.stream.destroy();
  }
}
