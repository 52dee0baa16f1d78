import { defineCheck, notApplicable, pass, unknown, verdictOf } from '../../src/model/check.ts';
import { loginObstacles } from '../../src/domain/login-obstacles.ts';
import { trustsPrivateGroups } from '../../src/domain/ssh-access.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';

/**
 * Why the user cannot log in over SSH. Looked at from another account (root, or locally); whoever logged in
 * as the user has the proof that it works.
 */
export const sshLogin = defineCheck({
  meta: {
    id: 'ssh-login',
    area: 'ssh',
    title: 'The user can log in over SSH',
    failureTitle: 'The user cannot log in over SSH',
    description:
      'sshd or PAM refuses the user whatever the key: the client only sees "Permission denied".',
    severity: 'error',
    needs: ['remote'],
    covers: ['F058', 'F059'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/sshd.8.html',
      'https://man7.org/linux/man-pages/man5/sshd_config.5.html',
      'https://man7.org/linux/man-pages/man5/nologin.5.html',
      'https://man7.org/linux/man-pages/man1/chage.1.html',
      'https://github.com/containers/podman/issues/8499',
    ],
    messages: {
      nologin: '{{path}} exists: only root may log in.',
      shellMissing: 'The shell of {{user}}, {{shell}}, does not exist or cannot be executed.',
      noShell: 'The shell of {{user}} is {{shell}}, which ends every session at once.',
      shellNotListed:
        'The shell of {{user}}, {{shell}}, is not in /etc/shells, and pam_shells in {{file}} refuses it.',
      expired: 'The account of {{user}} expired on {{date}}.',
      passwordExpired: 'The password of {{user}} has to be changed before the next session.',
      locked: 'The account of {{user}} is locked, and with UsePAM no ({{where}}) sshd refuses it.',
      refused: '{{where}}: {{directive}} {{value}} refuses {{user}}.',
      command: '{{where}}: {{directive}} {{value}} replaces every command of {{user}}.',
      strictModes: 'sshd ignores the keys of {{user}}: {{path}} is {{found}} (StrictModes).',
      keyCommand: '{{file}} line {{line}}: the only key of {{user}} has a forced command.',
      keyType:
        'sshd accepts no key of {{user}}: {{file}} line {{line}} is {{type}}, a type that {{directive}} leaves out ({{where}}).',
      noKeys:
        '{{user}} has no authorized key in {{path}}, and sshd accepts nothing but keys ({{where}}).',
    },
    commands: {
      nologin: ['sudo rm {{path}}'],
      shellMissing: ['sudo usermod -s /bin/bash {{user}}'],
      noShell: ['sudo usermod -s /bin/bash {{user}}'],
      shellNotListed: ['echo {{shell}} | sudo tee -a /etc/shells'],
      expired: ['sudo chage -E -1 {{user}}'],
      passwordExpired: ['sudo chage -l {{user}}', 'sudo passwd {{user}}'],
      locked: ['sudo passwd -u {{user}}', 'sudo sshd -T | grep -i usepam'],
      refused: ['sudo sshd -T -C user={{user}} | grep -iE "allow|deny"'],
      command: ['sudo sshd -T -C user={{user}} | grep -iE "forcecommand|chroot"'],
      strictModes: ['ls -ld {{path}}', 'sudo chown {{user}} {{path}}', 'sudo chmod go-w {{path}}'],
      keyCommand: ['${EDITOR:-vi} {{file}}'],
      keyType: [
        'sudo sshd -T -C user={{user}} | grep -i pubkeyaccepted',
        'ssh-keygen -t ed25519   # on the client; what is in its .pub becomes a line of {{file}}',
      ],
      noKeys: ['ssh-copy-id {{user}}@HOST'],
    },
    fixes: ['ssh-key-modes'],
  },
  requires: ['user', 'sshAccount', 'sshFiles'],
  consults: ['connection', 'loginEnv', 'accountExpiry', 'sshdConfig', 'sshdEffective', 'osRelease'],
  evaluate({ user, sshAccount, sshFiles, connection, loginEnv, ...facts }) {
    const who = valueOr(user, undefined);
    if (who === undefined || sshAccount.state === 'absent' || sshFiles.state === 'absent') {
      return notApplicable('there is no target user');
    }
    if (seen(connection)?.overSsh === true && isOwnLogin(who, loginEnv)) return pass;
    const { sshdConfig: config, sshdEffective: effective } = facts;
    if (config.state === 'absent' && effective.state !== 'known') {
      return notApplicable(config.because);
    }
    const found = loginObstacles({
      user: who,
      account: sshAccount.value,
      files: sshFiles.value,
      expiry: seen(facts.accountExpiry),
      sources: { config, effective },
      debian: trustsPrivateGroups(facts.osRelease),
    });
    if (found.length > 0) return verdictOf(found);
    return config.state === 'unreadable' && effective.state !== 'known'
      ? unknown(`the configuration of sshd cannot be read: ${config.because}`)
      : pass;
  },
});

function seen<T>(fact: FactState<T>): T | undefined {
  return fact.state === 'known' ? fact.value : undefined;
}
