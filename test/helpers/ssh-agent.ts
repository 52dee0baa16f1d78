import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import ssh2, { type ParsedKey } from 'ssh2';

export interface FakeAgent extends AsyncDisposable {
  readonly path: string;
  /** Signatures made so far. */
  readonly signatures: number;
}

/** An ssh-agent on a unix socket that holds these private keys. */
export async function startAgent(
  path: string,
  keys: readonly (string | ParsedKey)[],
  behaviour: 'sign' | 'refuse' | 'silent' = 'sign',
): Promise<FakeAgent> {
  const count = { signatures: 0 };
  const parsed = keys.map((text) => {
    const key = ssh2.utils.parseKey(text);
    if (key instanceof Error) throw key;
    return key;
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (behaviour === 'silent') return;
    const protocol = new ssh2.AgentProtocol(false);
    protocol.on('identities', (request) => protocol.getIdentitiesReply(request, parsed));
    protocol.on('sign', (request, wanted: ParsedKey, data, { hash }) => {
      const key = parsed.find((one) => one.getPublicSSH().equals(wanted.getPublicSSH()));
      if (key === undefined || behaviour === 'refuse') return protocol.failureReply(request);
      count.signatures++;
      return protocol.signReply(request, key.sign(data, hash));
    });
    protocol.on('error', () => undefined);
    socket.pipe(protocol).pipe(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    get signatures() {
      return count.signatures;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
