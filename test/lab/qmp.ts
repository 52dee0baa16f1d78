/** Speaks to one running QEMU: the few commands that the lab needs, each bounded in time. */
import { createConnection, type Socket } from 'node:net';
import { sleep } from './run.ts';

interface Reply {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly event?: string;
  readonly QMP?: unknown;
}

type Waiter = (reply: Reply) => void;

export class Qmp {
  readonly #socket: Socket;
  readonly #waiting: Waiter[] = [];
  #rest = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', () => this.#fail('the connection broke'));
    socket.on('close', () => this.#fail('the machine ended'));
  }

  static async connect(path: string, timeoutMs: number): Promise<Qmp> {
    const end = Date.now() + timeoutMs;
    while (Date.now() < end) {
      const socket = await tryConnect(path);
      if (socket !== undefined) {
        const qmp = new Qmp(socket);
        await qmp.command('qmp_capabilities', {}, timeoutMs);
        return qmp;
      }
      await sleep(50);
    }
    throw new Error(`no QMP answer on ${path} within ${timeoutMs} ms`);
  }

  async command(execute: string, args: object, timeoutMs: number): Promise<unknown> {
    const reply = await new Promise<Reply>((resolve) => {
      const timer = setTimeout(
        () => resolve({ error: { desc: `no answer within ${timeoutMs} ms` } }),
        timeoutMs,
      );
      this.#waiting.push((value) => {
        clearTimeout(timer);
        resolve(value);
      });
      this.#socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    });
    if (reply.error !== undefined) throw new Error(`QMP ${execute}: ${reply.error.desc}`);
    return reply.return;
  }

  /** A command of the human monitor: its errors come as text, where success says nothing. */
  async monitor(line: string, timeoutMs = 60_000): Promise<void> {
    const said = await this.command('human-monitor-command', { 'command-line': line }, timeoutMs);
    if (typeof said === 'string' && said.trim() !== '') throw new Error(`${line}: ${said.trim()}`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const reply = JSON.parse(line) as Reply;
      if (reply.event === undefined && reply.QMP === undefined) this.#waiting.shift()?.(reply);
    }
  }

  #fail(why: string): void {
    for (const waiter of this.#waiting.splice(0)) waiter({ error: { desc: why } });
  }
}

function tryConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}
