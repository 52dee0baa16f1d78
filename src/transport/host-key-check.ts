import { hostKeyError } from './host-key-errors.ts';
import {
  entriesFor,
  type HostKeyVerdict,
  judgeHostKey,
  knownName,
  type KnownHostsFile,
} from './known-hosts.ts';
import type { KnownHostsStore } from './known-hosts-store.ts';
import type { ResolvedHost } from './ssh-config.ts';
import type { TransportError } from './transport.ts';

/** The verification of one host's key, as ssh2 asks for it. */
export class HostKeyCheck {
  /** Why the key was refused. */
  refusal: TransportError | undefined;
  readonly #host: ResolvedHost;
  readonly #store: KnownHostsStore;
  readonly #files: readonly KnownHostsFile[];
  readonly #name: string;
  #newKey: Buffer | undefined;

  private constructor(
    host: ResolvedHost,
    store: KnownHostsStore,
    files: readonly KnownHostsFile[],
  ) {
    this.#host = host;
    this.#store = store;
    this.#files = files;
    this.#name = knownName(host.hostName, host.port, host.hostKeyAlias);
  }

  /** Reads the files that hold for the host. */
  static async prepare(host: ResolvedHost, store: KnownHostsStore): Promise<HostKeyCheck> {
    return new HostKeyCheck(host, store, await store.load(pathsOf(host)));
  }

  /** The types of the keys that are known for the host. */
  knownTypes(): ReadonlySet<string> {
    const { entries } = entriesFor(this.#name, this.#files);
    return new Set(entries.filter(({ marker }) => marker === 'none').map(({ type }) => type));
  }

  /**
   * Whether to go on with this key. The server has not yet proved that it holds it, so a new key is
   * only remembered here; `record` writes it down after the proof.
   */
  verify(key: Buffer): boolean {
    const verdict = judgeHostKey(this.#name, key, this.#files);
    if (verdict.verdict === 'known') return true;
    if (verdict.verdict === 'unknown' && this.#host.acceptNew && this.#isFirst(key)) {
      this.#newKey = key;
      return true;
    }
    this.refusal = this.#refuse(key, verdict);
    return false;
  }

  /** Writes a new key down, once the server has proved that it holds it. */
  async record(): Promise<void> {
    const key = this.#newKey;
    if (key === undefined) return;
    const verdict = await this.#store.append({
      name: this.#name,
      key,
      hashName: this.#host.hashKnownHosts,
      paths: pathsOf(this.#host),
    });
    if (verdict.verdict !== 'known') throw this.#refuse(key, verdict);
  }

  /** A key exchange later in the connection must not bring another key. */
  #isFirst(key: Buffer): boolean {
    return this.#newKey === undefined || this.#newKey.equals(key);
  }

  #refuse(key: Buffer, verdict: HostKeyVerdict): TransportError {
    return hostKeyError({
      text: this.#host.text,
      name: this.#name,
      key,
      verdict: verdict.verdict === 'known' ? { verdict: 'unknown' } : verdict,
      files: this.#files,
      laxChecking: this.#host.laxChecking,
    });
  }
}

function pathsOf(host: ResolvedHost): readonly string[] {
  return [...host.userKnownHosts, ...host.globalKnownHosts];
}
