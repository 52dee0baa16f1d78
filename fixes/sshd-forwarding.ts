import { SSHD_GUARD_NOTE, userDropIn } from '../src/domain/sshd-drop-in.ts';
import { FORWARDING_OPTIONS } from '../src/domain/sshd-forwarding.ts';
import { sshdOption, sshdWord } from '../src/domain/sshd-options.ts';
import { change, defineFix, manual, noop } from '../src/model/fix.ts';

/**
 * Only unix sockets, and only those that the client asks for (`local`): where DisableForwarding forbade all
 * kinds of forwarding at once, the others stay forbidden by name.
 */
export const sshdForwarding = defineFix({
  meta: {
    id: 'sshd-forwarding',
    title: 'Let sshd forward unix sockets for the user',
    description:
      'Writes a drop-in for this user alone, that lets clients reach unix sockets through sshd, as podman --remote does.',
    effect: 'loosens',
    gains:
      'this user can connect through SSH to every unix socket of the host that the user may open',
    after: [],
    since: '0.1.0',
    references: ['https://man.openbsd.org/sshd_config.5'],
  },
  requires: ['user', 'systemUnits'],
  consults: ['sshdConfig', 'sshdEffective'],
  plan({ user, systemUnits, sshdConfig, sshdEffective }) {
    if (user.state === 'absent') return noop('there is no target user');
    const sources = { config: sshdConfig, effective: sshdEffective };
    const who = user.value;
    const forbids = FORWARDING_OPTIONS.map(({ keyword, byDefault, allows }) => {
      const option = sshdOption(keyword, who, sources);
      return option.state === 'set' && !allows.test(sshdWord(option, byDefault));
    });
    if (!forbids.includes(true)) return noop('sshd forwards unix sockets for this user');
    const [disablesAll] = forbids;
    const options = disablesAll === true ? [...ONLY_SOCKETS, SOCKETS] : [SOCKETS];
    if (systemUnits.state === 'absent') {
      return manual(`${systemUnits.because}: nothing could take it back`, ...byHand(who.name));
    }
    const written = userDropIn({
      name: '00-podready-forwarding.conf',
      ...{ user: who, options, sources, effect: 'loosens' },
      summary: `Let sshd forward unix sockets for ${who.name}`,
    });
    if ('because' in written) return manual(written.because, ...byHand(who.name));
    return change([written.step], { notes: [SSHD_GUARD_NOTE] });
  },
});

const SOCKETS = ['AllowStreamLocalForwarding', 'local'] as const;

const ONLY_SOCKETS = [
  ['DisableForwarding', 'no'],
  ['AllowTcpForwarding', 'no'],
  ['AllowAgentForwarding', 'no'],
  ['X11Forwarding', 'no'],
  ['PermitTunnel', 'no'],
] as const;

function byHand(user: string): readonly string[] {
  return [
    `sudo sshd -T -C user=${user} | grep -i forwarding`,
    'sudoedit /etc/ssh/sshd_config   # AllowStreamLocalForwarding local, DisableForwarding no',
    'sudo sshd -t && sudo systemctl reload ssh   # Fedora, RHEL, Arch, SUSE: sshd',
  ];
}
