import type { ClientObservations } from '../model/fact.ts';
import type { ConnectOptions } from './connect.ts';
import type { HostTarget } from './inventory.ts';
import { opensshError } from './openssh-errors.ts';
import { ProcessSession } from './process-session.ts';
import { spawnShell } from './spawn.ts';
import { type SessionEnd, type ShellSession, type Transport, TransportError } from './transport.ts';

/** What of the options concerns ssh(1). */
export type OpensshOptions = Pick<
  ConnectOptions,
  'configFile' | 'identity' | 'knownHosts' | 'acceptNew'
> & {
  /** Not over a connection that another ssh(1) keeps open. */
  readonly alone?: boolean;
};

/** ssh(1) ends with this when it failed itself. */
const SSH_FAILED = 255;

/** Time for the login after the connection stands; ssh(1) has no limit for that. */
const LOGIN_MS = 10_000;

/**
 * Shells on a host through the ssh of this system, for what podready's own client lacks:
 * certificates, security keys, GSSAPI, ProxyCommand. It asks nothing, and trusts no unknown key.
 */
export class OpensshTransport implements Transport {
  readonly kind = 'openssh';
  readonly target: string;
  readonly #args: readonly string[];
  readonly #limitMs: number;
  readonly #program: string;
  readonly #again: () => OpensshTransport;
  readonly #open = new Set<ShellSession>();
  #sessions = 0;

  /** Another program than `ssh` only in tests. */
  constructor(
    target: HostTarget,
    options: OpensshOptions,
    connectTimeoutMs: number,
    program = 'ssh',
  ) {
    this.target = target.text;
    this.#args = opensshArguments(target, options, connectTimeoutMs);
    this.#limitMs = connectTimeoutMs + LOGIN_MS;
    this.#program = program;
    const alone = { ...options, alone: true };
    this.#again = () => new OpensshTransport(target, alone, connectTimeoutMs, program);
  }

  get sessions(): number {
    return this.#sessions;
  }

  /** Resolves when the first byte has come: until then the end of ssh(1) is a failure to connect. */
  async start(script: string): Promise<ShellSession> {
    const spawned = await spawnShell(this.#program, this.#args);
    if ('failure' in spawned) {
      throw new TransportError(
        'config',
        `cannot run ${this.#program}: ${spawned.failure}`,
        'Install the OpenSSH client, or leave out --ssh openssh.',
      );
    }
    this.#sessions++;
    const begun = new Promise<'begun'>((resolve) => {
      // Before the session reads it: both see the first chunk.
      spawned.stdout.once('data', () => resolve('begun'));
    });
    const session = new ProcessSession(spawned);
    this.#open.add(session);
    void session.ended.then(() => this.#open.delete(session));
    session.write(script);
    await this.#awaitLogin(session, begun);
    return session;
  }

  again(): Transport {
    return this.#again();
  }

  observe(): Promise<Omit<ClientObservations, 'noise'>> {
    return Promise.resolve({ transport: this.kind });
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#open) session.abandon();
    return Promise.resolve();
  }

  async #awaitLogin(session: ShellSession, begun: Promise<'begun'>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), this.#limitMs);
    });
    const outcome = await Promise.race([begun, session.ended, late]);
    clearTimeout(timer);
    if (outcome === 'late') {
      session.abandon();
      throw new TransportError(
        'time',
        `${this.target}: ssh printed nothing within ${this.#limitMs / 1000} s`,
        'Try the same by hand: ssh -v.',
      );
    }
    if (outcome !== 'begun') this.#refuse(outcome);
  }

  #refuse({ exitCode, stderr }: SessionEnd): void {
    if (exitCode === SSH_FAILED) throw opensshError(this.target, stderr);
  }
}

/** The command line of ssh(1). Pure. */
export function opensshArguments(
  { host, user, port }: HostTarget,
  { configFile, identity, knownHosts, acceptNew, alone }: OpensshOptions,
  connectTimeoutMs: number,
): readonly string[] {
  const settings = {
    BatchMode: 'yes',
    // Whatever the configuration says: an unknown key is refused, or recorded on request.
    StrictHostKeyChecking: acceptNew ? 'accept-new' : 'yes',
    ConnectTimeout: String(Math.max(1, Math.ceil(connectTimeoutMs / 1000))),
    ClearAllForwardings: 'yes',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    EscapeChar: 'none',
    // Its messages are how a failure is told.
    LogLevel: 'INFO',
    ...(alone === true ? { ControlPath: 'none' } : {}),
    ...(knownHosts === undefined ? {} : { UserKnownHostsFile: quotePath(knownHosts) }),
    ...(identity === undefined ? {} : { IdentityFile: quotePath(identity), IdentitiesOnly: 'yes' }),
  };
  return [
    '-T',
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
    '/bin/sh -s',
  ];
}

/** A path as a value of ssh_config(5): quoted, and `%` is no token. */
function quotePath(path: string): string {
  if (!/["\\\n]|\$\{/u.test(path)) return `"${path.replaceAll('%', '%%')}"`;
  throw new TransportError(
    'config',
    `ssh cannot be given the path ${JSON.stringify(path)}`,
    'Name a file without quotes, backslashes and ${ in its path.',
  );
}
