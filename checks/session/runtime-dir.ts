import {
  type Consequence,
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  type Verdict,
} from '../../src/model/check.ts';
import { isOwnLogin, userSession } from '../../src/domain/user-session.ts';
import type { RuntimeDir } from '../../src/facts/runtime-dir.ts';
import type { User } from '../../src/facts/user.ts';

/**
 * Permission bits that let others replace a socket. Podman itself only wants those of the owner
 * (`GetRuntimeDir`), and with an ACL, as libvirt sets one, the bits of the group are its mask.
 */
const OPEN_TO_OTHERS = 0o022;

/** Podman keeps its sockets, locks and the state of running containers below /run/user/UID. */
export const runtimeDir = defineCheck({
  meta: {
    id: 'runtime-dir',
    area: 'session',
    title: 'The runtime directory belongs to the user',
    failureTitle: 'The runtime directory is missing or not usable',
    description: 'Podman keeps sockets and the state of running containers below /run/user/UID.',
    severity: 'error',
    needs: ['run', 'api', 'boot', 'remote'],
    covers: ['F039', 'F040'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/user-runtime-dir@.service.5.html',
      'https://specifications.freedesktop.org/basedir-spec/latest/',
    ],
    messages: {
      missing: '{{path}} does not exist, although {{user}} {{why}}.',
      owner: '{{path}} belongs to uid {{uid}}, not to {{user}} (uid {{expected}}).',
      notWritable: '{{user}} may not write to {{path}} (mode {{mode}}).',
      open: 'Other users may write to {{path}} (mode {{mode}}).',
    },
    commands: {
      missing: ['sudo loginctl enable-linger {{user}}', 'sudo systemctl restart {{unit}}'],
      owner: ['sudo loginctl terminate-user {{user}}', 'sudo systemctl restart {{unit}}'],
      notWritable: ['sudo chmod 0700 {{path}}'],
      open: ['chmod 0700 {{path}}'],
    },
    fixes: ['linger'],
  },
  requires: ['init', 'user', 'runtimeDir', 'linger'],
  consults: ['loginEnv', 'loginSession'],
  evaluate({ init, user, runtimeDir: dir, linger, loginEnv, loginSession }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    const { name, uid } = session.user;
    const unit = `user-runtime-dir@${uid}.service`;
    const path = dir.state === 'known' ? dir.value.path : `/run/user/${uid}`;
    const evidence = (found: string): Evidence => ({
      kind: 'file',
      where: path,
      found,
      expected: `a directory of uid ${uid} with mode 0700`,
    });
    if (dir.state === 'absent') {
      const lingers = linger.state === 'known' && linger.value.enabled;
      if (!lingers && !isOwnLogin(session.user, loginEnv)) {
        return notApplicable(`nobody is logged in as ${name}, and lingering is off`);
      }
      const why = lingers
        ? 'lingers'
        : LOGGED_IN[loginSession.state === 'absent' ? 'unseen' : 'seen'];
      return fail('missing', { path, user: name, why, unit }, evidence('no such directory'));
    }
    return judge(dir.value, session.user, unit, evidence);
  },
  explains: (_facts, { messageId }): readonly Consequence[] =>
    messageId === 'open'
      ? []
      : [
          { check: 'user-bus' },
          { check: 'session-variables' },
          { check: 'session-environment' },
          { check: 'podman-socket', messageId: 'failed' },
          { check: 'podman-socket-stale', messageId: 'gone' },
        ],
});

/** How somebody is here without linger, as far as logind knows. */
const LOGGED_IN = {
  seen: 'is logged in',
  unseen: 'is here, in a session that logind does not know (su and sudo make none)',
} as const;

/** A directory that is there. */
function judge(
  { path, mode, uid, writable }: RuntimeDir,
  user: User,
  unit: string,
  evidence: (found: string) => Evidence,
): Verdict<'owner' | 'notWritable' | 'open'> {
  if (uid !== null && uid !== user.uid) {
    const data = { path, uid, user: user.name, expected: user.uid, unit };
    return fail('owner', data, evidence(`owned by uid ${uid}`));
  }
  const shown = mode === null ? 'unknown' : mode.toString(8).padStart(4, '0');
  if (!writable) {
    const data = { user: user.name, path, mode: shown };
    return fail('notWritable', data, evidence(`mode ${shown}, not writable`));
  }
  const open = ((mode ?? 0) & OPEN_TO_OTHERS) !== 0;
  return open ? fail('open', { path, mode: shown }, evidence(`mode ${shown}`)) : pass;
}
