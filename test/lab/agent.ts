/**
 * Root's hands in a guest: QEMU's guest agent, as many real virtual machines have it. It opens no session, needs no
 * sshd, and survives the way back to a saved state, so that a fault may break the login and still be taken back.
 */
import { createConnection, type Socket } from 'node:net';
import { type Outcome, sleep, TIMED_OUT } from './run.ts';

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

interface ExecStatus {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly signal?: number;
  readonly 'out-data'?: string;
  readonly 'err-data'?: string;
}

const POLL_MS = 60;

export class Agent {
  readonly #path: string;
  #socket: Socket | undefined;
  #rest = '';
  #heard: ((answer: Answer) => void) | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Waits for a guest that is booting; false when its agent did not answer in time. */
  async wait(timeoutMs: number): Promise<boolean> {
    const end = Date.now() + timeoutMs;
    while (Date.now() < end) {
      if (await this.#sync(3_000)) return true;
      await sleep(200);
    }
    return false;
  }

  async exec(script: string, timeoutMs: number): Promise<Outcome> {
    if (!(await this.wait(90_000))) throw new Error('the guest agent does not answer');
    const started = Date.now();
    const begun = (await this.#command('guest-exec', {
      path: '/bin/sh',
      arg: ['-c', 's=$(cat); exec </dev/null; eval "$s"'],
      env: ENVIRONMENT,
      'input-data': Buffer.from(script).toString('base64'),
      'capture-output': true,
    })) as { pid: number };
    while (Date.now() - started < timeoutMs) {
      const status = (await this.#command('guest-exec-status', { pid: begun.pid })) as ExecStatus;
      if (status.exited) return outcome(status, Date.now() - started);
      await sleep(POLL_MS);
    }
    await this.#command('guest-exec', { path: '/bin/kill', arg: ['-KILL', String(begun.pid)] });
    const stderr = `(ended after ${timeoutMs} ms: too slow)`;
    return { code: TIMED_OUT, stdout: '', stderr, ms: Date.now() - started };
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  /** Throws away whatever was under way before, then proves that the agent is there. */
  async #sync(timeoutMs: number): Promise<boolean> {
    try {
      await this.#open();
      const id = Math.floor(Math.random() * 1e9);
      const end = Date.now() + timeoutMs;
      // 0xff makes the agent drop a half command that it may still hold.
      this.#socket?.write(Buffer.from([0xff]));
      let answer = await this.#ask('guest-sync', { id }, timeoutMs);
      while (answer.return !== id && Date.now() < end) answer = await this.#next(end - Date.now());
      return answer.return === id;
    } catch {
      this.close();
      return false;
    }
  }

  async #command(execute: string, args: object): Promise<unknown> {
    const answer = await this.#ask(execute, args, 30_000);
    if (answer.error !== undefined) throw new Error(`agent: ${execute}: ${answer.error.desc}`);
    return answer.return;
  }

  #ask(execute: string, args: object, timeoutMs: number): Promise<Answer> {
    const answer = this.#next(timeoutMs);
    this.#socket?.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    return answer;
  }

  #next(timeoutMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the guest agent is silent')), timeoutMs);
      this.#heard = (answer) => {
        clearTimeout(timer);
        this.#heard = undefined;
        resolve(answer);
      };
    });
  }

  #open(): Promise<void> {
    if (this.#socket !== undefined && !this.#socket.destroyed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const socket = createConnection(this.#path);
      socket.setEncoding('latin1');
      socket.on('data', (text: string) => this.#read(text));
      socket.once('connect', () => {
        this.#socket = socket;
        resolve();
      });
      socket.once('error', reject);
    });
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const json = line.replace(/^[^{]*/, '');
      if (json !== '') this.#heard?.(parse(json));
    }
  }
}

const ENVIRONMENT = [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'USER=root',
  'LC_ALL=C.UTF-8',
  'DEBIAN_FRONTEND=noninteractive',
];

function parse(json: string): Answer {
  try {
    return JSON.parse(json) as Answer;
  } catch {
    return { error: { desc: `not an answer: ${json}` } };
  }
}

function outcome(status: ExecStatus, ms: number): Outcome {
  const text = (data: string | undefined): string =>
    Buffer.from(data ?? '', 'base64').toString('utf8');
  const code = status.exitcode ?? 128 + (status.signal ?? 0);
  return { code, stdout: text(status['out-data']), stderr: text(status['err-data']), ms };
}
