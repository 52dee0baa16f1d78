import { defineClientFact, known, unreadable } from '../model/fact.ts';

/** How this host was reached. */
export interface Connection {
  /** Whether somebody logged in over SSH for this run. */
  readonly overSsh: boolean;
  /** Identification string of the SSH server; empty when it was not seen. */
  readonly serverIdent: string;
}

/** The client's side of the connection. */
export const connection = defineClientFact({
  id: 'connection',
  title: 'Connection',
  as: 'client',
  observe({ transport, serverIdent }) {
    if (transport === 'replay') {
      return unreadable('not-gathered', 'what was seen does not say how the host was reached');
    }
    return known<Connection>({
      overSsh: transport === 'ssh' || transport === 'openssh',
      serverIdent: serverIdent ?? '',
    });
  },
});
