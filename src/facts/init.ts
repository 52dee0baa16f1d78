import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** What runs as the first process. */
export interface Init {
  /** Its name, such as `systemd`, `init` or `busybox`; empty when it cannot be seen. */
  readonly name: string;
  /** Whether systemd is in charge: sd_booted(3). */
  readonly systemd: boolean;
}

/** The init system; everything about sessions and units depends on it. */
export const init = defineFact({
  id: 'init',
  title: 'Init system',
  as: 'user',
  shares: 'system',
  // The directory is what sd_booted(3) looks at; a container may run systemd under another name.
  probe: sh`
    c=
    IFS= read -r c </proc/1/comm
    echo "name $c"
    [ ! -d /run/systemd/system ] || echo systemd
  `,
  parse: ({ stdout }) =>
    known<Init>({
      name: /^name (?<name>.+)$/mu.exec(stdout)?.groups?.['name'] ?? '',
      systemd: /^systemd$/mu.test(stdout),
    }),
});
