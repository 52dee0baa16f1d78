import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that delays and counts. */
export interface DelayProxy extends AsyncDisposable {
  readonly port: number;
  readonly connections: number;
  /**
   * Round trips until the byte that reached the client last, the one of the TCP handshake included.
   * They follow from causes, not from the clock: what the client sends can depend only on what has
   * reached it before, and what the server sends on what has reached the server. When an end thinks
   * longer than one round trip takes, the count is too high; it is never too low.
   */
  readonly roundTrips: number;
}

/** Starts a proxy on a free port of 127.0.0.1 that keeps every byte for `oneWayMs`, each way. */
export async function startDelayProxy(target: number, oneWayMs: number): Promise<DelayProxy> {
  const count = { connections: 0, roundTrips: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    count.connections++;
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    }
    relay(client, upstream, oneWayMs, count);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return count.connections;
    },
    get roundTrips() {
      return count.roundTrips;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function relay(
  client: Socket,
  upstream: Socket,
  oneWayMs: number,
  count: { roundTrips: number },
): void {
  // In round trips since the first packet: the client may speak after one, and what the server says
  // unasked arrives after two.
  let atClient = 1;
  let atServer = 1;
  // Of a real handshake the client knows after one round trip, the server after one and a half. Here
  // the connection stands at once, so the first bytes wait longer.
  const toServer = new DelayLine(oneWayMs, 3 * oneWayMs);
  const toClient = new DelayLine(oneWayMs, 4 * oneWayMs);
  client.on('data', (chunk: Buffer) => {
    const depth = atClient;
    toServer.later(() => {
      atServer = Math.max(atServer, depth);
      upstream.write(chunk);
    });
  });
  upstream.on('data', (chunk: Buffer) => {
    const depth = atServer + 1;
    toClient.later(() => {
      atClient = Math.max(atClient, depth);
      count.roundTrips = Math.max(count.roundTrips, depth);
      client.write(chunk);
    });
  });
  client.on('end', () => toServer.later(() => upstream.end()));
  upstream.on('end', () => toClient.later(() => client.end()));
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => toClient.later(() => client.destroy()));
}

/** One direction: everything comes out in the order in which it went in, so much later. */
class DelayLine {
  readonly #delayMs: number;
  readonly #opensAt: number;
  #last: Promise<void> = Promise.resolve();

  constructor(delayMs: number, firstMs: number) {
    this.#delayMs = delayMs;
    this.#opensAt = performance.now() + firstMs;
  }

  later(act: () => void): void {
    const due = Math.max(performance.now() + this.#delayMs, this.#opensAt);
    this.#last = this.#last.then(async () => {
      const left = due - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      act();
    });
  }
}
