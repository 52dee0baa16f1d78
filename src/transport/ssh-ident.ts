import type { Duplex } from 'node:stream';

/** What a server sends before the key exchange. */
export interface IdentListener {
  /** The identification, such as `SSH-2.0-OpenSSH_9.2p1 Debian-2`. */
  readonly onIdent: (ident: string) => void;
  /** The first line that is none: another protocol, or sshd saying why it refuses. */
  readonly onGreeting: (line: string) => void;
}

/** RFC 4253 §4.2 allows other lines first; no server sends this much. */
const MOST = 8192;

/**
 * Reads along until the identification has come. The stream must be paused: ssh2 starts the flow
 * itself. (ssh2 keeps the identification to itself.)
 */
export function listenForIdent(stream: Duplex, { onIdent, onGreeting }: IdentListener): void {
  let text = '';
  let hasGreeting = false;
  const read = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const ident = /^SSH-[^\r\n]*(?=\r?\n)/mu.exec(text)?.[0];
    const [line = ''] = text.split(/\r?\n/u);
    if (ident !== undefined) onIdent(ident);
    else if (!hasGreeting && !'SSH-'.startsWith(line.slice(0, 4)) && text.includes('\n')) {
      hasGreeting = true;
      onGreeting(line);
    }
    if (ident !== undefined || text.length > MOST) stream.off('data', read);
  };
  stream.on('data', read);
}
