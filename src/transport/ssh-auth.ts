import type {
  AgentAuthMethod,
  AuthHandlerMiddleware,
  SignCallback,
  SigningRequestOptions,
} from 'ssh2';
import { asError } from './failure.ts';
import type { Identity } from './identities.ts';
import type { Ssh2 } from './ssh2.ts';

/** What happened while identities were offered. */
export interface AuthLog {
  /** Labels of the identities offered so far. */
  readonly offered: string[];
  /** Labels of those that the server wanted a signature for. */
  readonly signed: string[];
  /** Why a signature could not be made. */
  readonly notes: string[];
}

/** What the connection does around authentication. */
export interface AuthHooks {
  /** Awaited before an offer. */
  readonly before: () => Promise<unknown>;
  /** A signature was sent just now: the server knows the key, so the login is about to succeed. */
  readonly onSigned: () => void;
  /** The server refused, also after a signature. */
  readonly onRefused: () => void;
  readonly onError: (cause: Error) => void;
}

/**
 * Offers the identities one after the other, each once, and nothing else: no `none` request, which
 * would cost a round trip, and no password.
 *
 * Each is offered as an agent of its own with a single key, for a key in a file too: so it is known
 * when the signature goes out.
 */
export function offerIdentities(
  user: string,
  identities: readonly Identity[],
  ssh2: Ssh2,
  log: AuthLog,
  hooks: AuthHooks,
): AuthHandlerMiddleware {
  const left = [...identities];
  return (_methods, _partial, next) => {
    if (log.offered.length > 0) hooks.onRefused();
    const identity = left.shift();
    // ssh2 takes `false` for "no more", also as the returned value; its types do not say so.
    if (identity === undefined) return false;
    log.offered.push(identity.label);
    const method: AgentAuthMethod = {
      type: 'agent',
      username: user,
      agent: singleKeyAgent(identity, ssh2, log, hooks),
    };
    hooks
      .before()
      .then(() => next(method))
      .catch(hooks.onError);
    return undefined;
  };
}

function singleKeyAgent(
  identity: Identity,
  { BaseAgent }: Ssh2,
  log: AuthLog,
  hooks: AuthHooks,
): AgentAuthMethod['agent'] {
  class SingleKeyAgent extends BaseAgent {
    override getIdentities(
      done: Parameters<InstanceType<typeof BaseAgent>['getIdentities']>[0],
    ): void {
      done(null, [identity.key]);
    }

    override sign(
      _key: unknown,
      data: Buffer,
      options: SigningRequestOptions | SignCallback,
      callback?: SignCallback,
    ): void {
      const [hash, done] =
        typeof options === 'function' ? [undefined, options] : [options.hash, callback];
      identity
        .sign(data, hash)
        .then(
          (signature) => {
            log.signed.push(identity.label);
            // The request with the signature is written before this returns.
            done?.(null, signature);
            hooks.onSigned();
          },
          (cause: unknown) => {
            const error = asError(cause);
            log.notes.push(`${identity.label}: ${error.message}`);
            done?.(error);
          },
        )
        .catch(hooks.onError);
    }
  }
  return new SingleKeyAgent();
}
