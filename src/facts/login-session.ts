import { absent, defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseKeyValues } from '../parse/records.ts';

/** The logind session that this run is in. */
export interface LoginSession {
  readonly id: string;
  readonly uid: number | null;
  /** Microseconds since boot when it began. */
  readonly startedAt: number | null;
  /** PAM service that opened it, such as `sshd`. */
  readonly service: string;
  readonly remote: boolean;
  readonly class: string;
}

/**
 * What began after it may be its doing: a login starts the user's manager and the sockets of that.
 * Absent when logind knows of no session, as after su(1) or in a cron job.
 */
export const loginSession = defineFact({
  id: 'loginSession',
  title: 'Session of this run',
  as: 'login',
  shares: 'login',
  // It asks logind.
  last: true,
  probe: sh`
    [ -n "$XDG_SESSION_ID" ] || exit 66
    need loginctl
    loginctl --no-pager show-session "$XDG_SESSION_ID" \
      -p Id -p User -p TimestampMonotonic -p Remote -p Service -p Class
  `,
  parse(output) {
    if (output.exitCode === 66) return absent('logind has no session for this login');
    const state = stateOfExit(output, 'the session of this login');
    if (state !== undefined) return state;
    const values = parseKeyValues(output.stdout);
    const number = (key: string): number | null => {
      const text = values.get(key) ?? '';
      return /^\d{1,15}$/u.test(text) ? Number(text) : null;
    };
    const id = values.get('Id') ?? '';
    if (id === '') return unreadable('malformed', 'loginctl printed no session');
    return known<LoginSession>({
      id,
      uid: number('User'),
      startedAt: number('TimestampMonotonic'),
      service: values.get('Service') ?? '',
      remote: values.get('Remote') === 'yes',
      class: values.get('Class') ?? '',
    });
  },
});
