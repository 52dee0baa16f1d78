import {
  type Consequence,
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import { isOwnLogin, userSession } from '../../src/domain/user-session.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import type { SshAccount } from '../../src/facts/ssh-account.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';

/** PAM files that a login over SSH goes through, on the distributions that have them. */
const LOGIN_STACKS = /\/(?:sshd|common-session|system-auth|system-login|password-auth|postlogin)/u;

const FOLLOWS: readonly Consequence[] = [
  { check: 'runtime-dir', messageId: 'missing' },
  { check: 'user-bus' },
  { check: 'session-environment', messageId: 'missing' },
  { check: 'session-variables' },
];

/**
 * The user's systemd starts with the first login, by pam_systemd, or at boot, by lingering. It keeps the
 * API socket and delegates the control group that limits need.
 */
export const userManager = defineCheck({
  meta: {
    id: 'user-manager',
    area: 'session',
    title: "The user's systemd runs",
    failureTitle: "The user's systemd does not run",
    description:
      'Without it there is no podman.socket, no bus and no delegated control group for the user.',
    severity: 'error',
    needs: ['api', 'boot', 'remote'],
    covers: ['F026', 'F039'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/user@.service.5.html',
      'https://man7.org/linux/man-pages/man8/pam_systemd.8.html',
    ],
    messages: {
      failed: '{{unit}} has failed ({{result}}).',
      masked: '{{unit}} is masked, so no manager of the user can start.',
      stopped: '{{unit}} does not run, although lingering is on for {{user}}.',
      noPamSystemd:
        '{{unit}} does not run: no login registers with logind, because pam_systemd is missing ({{missing}}).',
      noSession: '{{unit}} does not run: the session of {{user}} is not registered with logind.',
    },
    commands: {
      failed: ['systemctl status {{unit}}', 'sudo systemctl restart {{unit}}'],
      masked: ['sudo systemctl unmask {{unit}}', 'sudo systemctl start {{unit}}'],
      stopped: ['sudo systemctl start {{unit}}'],
      noPamSystemd: ['sudo apt-get install libpam-systemd', 'sudo pam-auth-update'],
      noSession: ['sudo loginctl enable-linger {{user}}'],
    },
    fixes: ['linger'],
  },
  requires: ['init', 'user', 'systemUnits', 'linger'],
  consults: ['loginEnv', 'loginSession', 'sshAccount'],
  evaluate({ init, user, systemUnits, linger, loginEnv, loginSession, sshAccount }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    const unit = systemUnits.state === 'known' ? systemUnits.value.get('user@.service') : undefined;
    if (unit === undefined) return unknown('systemctl did not tell about user@.service');
    if (['active', 'activating', 'reloading'].includes(unit.active)) return pass;
    const evidence = unitEvidence(unit, 'active');
    const { name } = session.user;
    if (unit.load === 'masked') return fail('masked', { unit: unit.id }, evidence);
    if (unit.active === 'failed') {
      return fail('failed', { unit: unit.id, result: unit.result }, evidence);
    }
    if (valueOr(linger, undefined)?.enabled === true) {
      return fail('stopped', { unit: unit.id, user: name }, evidence);
    }
    if (!isOwnLogin(session.user, loginEnv)) {
      return notApplicable(`nobody is logged in as ${name}, and lingering is off`);
    }
    const missing = loginSession.state === 'absent' ? missingPam(sshAccount) : '';
    if (missing === '') return fail('noSession', { unit: unit.id, user: name }, evidence);
    return fail('noPamSystemd', { unit: unit.id, missing }, evidence, {
      kind: 'file',
      where: '/etc/pam.d',
      found: missing,
      expected: 'session optional pam_systemd.so',
    });
  },
  explains: () => FOLLOWS,
});

/** What keeps logins from being registered; empty when nothing is seen. */
function missingPam(account: FactState<SshAccount>): string {
  if (account.state !== 'known') return '';
  const { pamReadable, pamSystemd, pamSystemdModule } = account.value;
  if (pamSystemdModule === '') return 'the module pam_systemd.so is not installed';
  if (!pamReadable || pamSystemd.some((path) => LOGIN_STACKS.test(path))) return '';
  return 'no login stack in /etc/pam.d names pam_systemd.so';
}
