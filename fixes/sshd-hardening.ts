import { SSHD_GUARD_NOTE, userDropIn } from '../src/domain/sshd-drop-in.ts';
import { sshdOption, sshdWord } from '../src/domain/sshd-options.ts';
import { change, defineFix, manual, noop } from '../src/model/fix.ts';

/**
 * What an account needs that others use for podman --remote: a command, and unix sockets. Nobody else is
 * touched: what other accounts may do is not podready's business.
 */
export const sshdHardening = defineFix({
  meta: {
    id: 'sshd-hardening',
    title: 'Let the user do over SSH what Podman needs, and no more',
    description:
      'Writes a drop-in for this user alone: keys only, unix sockets of the host, and no other forwarding.',
    effect: 'disruptive',
    after: ['sshd-forwarding'],
    onlyById: true,
    since: '0.1.0',
    references: ['https://man.openbsd.org/sshd_config.5'],
  },
  requires: ['user', 'systemUnits'],
  consults: ['sshdConfig', 'sshdEffective'],
  plan({ user, systemUnits, sshdConfig, sshdEffective }) {
    if (user.state === 'absent') return noop('there is no target user');
    const who = user.value;
    const sources = { config: sshdConfig, effective: sshdEffective };
    const isThere = OPTIONS.every(([directive, value]) => {
      const option = sshdOption(directive.toLowerCase(), who, sources);
      return option.state === 'set' && sshdWord(option, '') === value;
    });
    if (isThere) return noop('this user can do no more than Podman needs');
    const byHand = `sudo sshd -T -C user=${who.name}`;
    if (systemUnits.state === 'absent') {
      return manual(`${systemUnits.because}: nothing could take it back`, byHand);
    }
    const written = userDropIn({
      name: '00-podready-hardening.conf',
      ...{ user: who, options: OPTIONS, sources, effect: 'disruptive' },
      summary: `Let ${who.name} do over SSH what Podman needs, and no more`,
    });
    if ('because' in written) return manual(written.because, byHand);
    const note = `New logins of ${who.name} need a key; tunnels of ${who.name} that are open stay open.`;
    return change([written.step], { notes: [note, SSHD_GUARD_NOTE] });
  },
});

const OPTIONS = [
  ['PasswordAuthentication', 'no'],
  ['KbdInteractiveAuthentication', 'no'],
  ['AllowStreamLocalForwarding', 'local'],
  ['AllowTcpForwarding', 'no'],
  ['AllowAgentForwarding', 'no'],
  ['X11Forwarding', 'no'],
  ['PermitTunnel', 'no'],
] as const;
