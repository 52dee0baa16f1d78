import type { Init } from '../facts/init.ts';
import type { LoginEnv } from '../facts/login-env.ts';
import type { LoginSession } from '../facts/login-session.ts';
import type { Connection } from '../facts/connection.ts';
import type { User } from '../facts/user.ts';
import { type FactState, type Readable, valueOr } from '../model/fact.ts';

/** The user whose session is judged, or why there is no such thing on this host. */
export type UserSession = { readonly user: User } | { readonly because: string };

/** A session of an ordinary user under systemd: what most of the checks of sessions and sockets are about. */
export function userSession(init: Readable<Init>, user: Readable<User>): UserSession {
  const pid1 = valueOr(init, undefined);
  const who = valueOr(user, undefined);
  if (pid1?.systemd !== true) {
    const name = pid1?.name ?? '';
    return { because: `systemd is not the init of this host${name === '' ? '' : ` (${name} is)`}` };
  }
  if (who === undefined) return { because: 'there is no target user' };
  if (who.uid === 0) return { because: 'the target user is root, who needs no user session' };
  return { user: who };
}

/** Whether the session of this run is the target user's own: else its environment says nothing. */
export function isOwnLogin(
  user: User,
  loginEnv: FactState<LoginEnv>,
): loginEnv is { readonly state: 'known'; readonly value: LoginEnv } {
  return loginEnv.state === 'known' && loginEnv.value.uid === user.uid;
}

/**
 * Whether something became active only because we logged in over SSH: the login starts the user's
 * manager, and what the start-up files of the shell start comes later still. It is no evidence then.
 */
export function isDoingOfThisLogin(
  enteredAt: number | null,
  session: FactState<LoginSession>,
  connection: FactState<Connection>,
): boolean {
  if (connection.state !== 'known' || !connection.value.overSsh) return false;
  const begun = session.state === 'known' ? session.value.startedAt : null;
  return begun !== null && enteredAt !== null && enteredAt >= begun;
}
