import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** The journal of systemd, as Podman looks for it. */
export interface Journal {
  /** Whether the socket to which it is written is there. */
  readonly socket: boolean;
  /** A directory of journals that the user may read; null when there is none. */
  readonly directory: string | null;
}

/** `useJournald` of common/pkg/config/systemd.go: with a directory that it may read, Podman takes the journal. */
export const journal = defineFact({
  id: 'journal',
  title: 'Journal',
  as: 'user',
  shares: 'system',
  probe: sh`
    [ -S /run/systemd/journal/socket ] && echo socket
    for d in /run/log/journal/* /var/log/journal/*; do
      [ -d "$d" ] && [ -r "$d" ] || continue
      echo "directory $d"
      break
    done
    exit 0
  `,
  parse: ({ stdout }) =>
    known<Journal>({
      socket: /^socket$/mu.test(stdout),
      directory: /^directory (?<path>\/.+)$/mu.exec(stdout)?.groups?.['path'] ?? null,
    }),
});
