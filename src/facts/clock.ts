import { defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** The clock, beside something that is younger than it says. */
export interface Clock {
  /** Whether there is a program to compare it with. */
  readonly compared: boolean;
  /** A program that a package brought, and that was built later than it is now; null when none was. */
  readonly later: {
    readonly path: string;
    /** Seconds since the epoch. */
    readonly built: number;
    readonly now: number;
  } | null;
}

/**
 * Whether the clock is behind. Packages keep the time at which their files were built (those of OSTree and of Nix
 * have none), so it cannot be earlier than that. Whether the clock is synchronised, timedatectl(1) would only
 * tell after D-Bus has started a service.
 */
export const clock = defineFact({
  id: 'clock',
  title: 'Clock',
  as: 'user',
  shares: 'system',
  // The kernel makes the files of a process when they are looked up: they are as old as now.
  probe: sh`
    echo looked
    for f in /usr/bin/podman /usr/bin/conmon /usr/bin/crun /usr/bin/systemctl; do
      [ ! -e "$f" ] || echo "compared $f"
      [ "$f" -nt /proc/self/status ] || continue
      now=$(date +%s) && built=$(stat -Lc %Y "$f") && echo "$built $now $f"
      break
    done
    exit 0
  `,
  parse({ stdout }) {
    if (!stdout.startsWith('looked\n'))
      return unreadable('malformed', 'the clock was not compared');
    const { built, now, path } =
      /^(?<built>\d{1,12}) (?<now>\d{1,12}) (?<path>\/.+)$/mu.exec(stdout)?.groups ?? {};
    return known<Clock>({
      compared: /^compared \//mu.test(stdout),
      later: path === undefined ? null : { path, built: Number(built), now: Number(now) },
    });
  },
});
