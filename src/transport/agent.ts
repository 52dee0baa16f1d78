import type { BaseAgent, ParsedKey, PublicKeyEntry } from 'ssh2';
import { isSupported } from './key-file.ts';
import type { Ssh2 } from './ssh2.ts';

/** An ssh-agent whose connections can be closed: one that never answers must not hold podready. */
export class AgentClient {
  readonly #agent: BaseAgent;
  readonly #ssh2: Ssh2;
  readonly #streams = new Set<{ destroy(): unknown }>();

  constructor(path: string, ssh2: Ssh2) {
    this.#ssh2 = ssh2;
    this.#agent = ssh2.createAgent(path);
    const open = this.#agent.getStream?.bind(this.#agent);
    if (open === undefined) return;
    this.#agent.getStream = (done) => {
      open((error, stream) => {
        if (stream !== undefined) this.#streams.add(stream);
        done(error, stream);
      });
    };
  }

  /** The keys that ssh2 can sign with through the agent. */
  async list(timeoutMs: number): Promise<readonly ParsedKey[]> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
        this.#agent.getIdentities((error, found = []) => {
          if (error) reject(error);
          else resolve(found.flatMap((key) => this.#parse(key)));
        });
      });
    } catch (cause) {
      this.close();
      throw cause;
    } finally {
      clearTimeout(timer);
    }
  }

  async sign(key: ParsedKey, data: Buffer, hash: string | undefined): Promise<Buffer> {
    return await new Promise((resolve, reject) => {
      const done = (error?: Error | null, signature?: Buffer): void => {
        if (signature === undefined) reject(error ?? new Error('the agent did not sign'));
        else resolve(signature);
      };
      if (hash === 'sha256' || hash === 'sha512') this.#agent.sign(key, data, { hash }, done);
      else this.#agent.sign(key, data, done);
    });
  }

  /** Drops every connection to the agent. */
  close(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  #parse(found: string | Buffer | ParsedKey | PublicKeyEntry): readonly ParsedKey[] {
    if (typeof found === 'object' && 'pubKey' in found) return [];
    const key = this.#ssh2.utils.parseKey(found);
    if (key instanceof Error) return [];
    return isSupported(key.getPublicSSH()) && !key.type.includes('-cert-') ? [key] : [];
  }
}
