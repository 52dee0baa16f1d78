import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { forbidsForwarding } from '../../src/domain/ssh-access.ts';
import { FORWARDING_OPTIONS } from '../../src/domain/sshd-forwarding.ts';
import {
  type SshdOption,
  sshdOption,
  type SshdSources,
  sshdWord,
} from '../../src/domain/sshd-options.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import type { ApiSockets } from '../../src/facts/api-sockets.ts';
import type { StreamlocalAnswer } from '../../src/facts/streamlocal.ts';
import type { User } from '../../src/facts/user.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';
import type { AuthorizedKey, SshFiles } from '../../src/parse/ssh-files.ts';

type MessageId = 'config' | 'keyOption' | 'refused';

/**
 * A remote client reaches the socket by a forwarded channel (direct-streamlocal@openssh.com). sshd
 * answers a forbidden path and a missing one alike, so the answer counts only for a socket that is there.
 * AllowTcpForwarding does not matter for unix sockets: serverloop.c of OpenSSH.
 */
export const sshSocketForwarding = defineCheck({
  meta: {
    id: 'ssh-socket-forwarding',
    area: 'ssh',
    title: 'sshd forwards unix sockets for this user',
    failureTitle: 'sshd does not forward unix sockets for this user',
    description:
      'podman --remote fails with "ssh: rejected: administratively prohibited (open failed)" or "connect failed".',
    severity: 'error',
    needs: ['remote'],
    covers: ['F062'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/sshd_config.5.html',
      'https://man7.org/linux/man-pages/man8/sshd.8.html',
    ],
    messages: {
      config: '{{where}} forbids unix-socket forwarding for {{user}}: {{directive}} is {{value}}.',
      keyOption:
        '{{file}} line {{line}}: the key of {{user}} has the option {{option}}, which forbids forwarding.',
      refused: 'sshd did not open a channel to {{path}} for {{user}}: {{error}}.',
    },
    commands: {
      config: [
        'grep -i include /etc/ssh/sshd_config /usr/etc/ssh/sshd_config   # if there is none: add the lines of the next command to the end of that file',
        "printf 'Match User %s\\n  DisableForwarding no\\n  AllowStreamLocalForwarding yes\\n' {{user}} | sudo tee /etc/ssh/sshd_config.d/90-podman-forwarding.conf",
        'sudo sshd -t && sudo systemctl reload ssh   # Fedora, RHEL, Arch, SUSE: sshd',
      ],
      keyOption: ['${EDITOR:-vi} {{file}}'],
      refused: [
        'sudo sshd -T -C user={{user}} | grep -i forwarding',
        'sudo journalctl -u ssh -u sshd -n 20',
      ],
    },
    fixes: ['sshd-forwarding'],
  },
  requires: ['user'],
  consults: ['streamlocal', 'apiSockets', 'sshdConfig', 'sshdEffective', 'sshFiles', 'loginEnv'],
  evaluate({ user, streamlocal, apiSockets, sshdConfig, sshdEffective, sshFiles, loginEnv }) {
    const who = valueOr(user, undefined);
    if (who === undefined) return notApplicable('there is no target user');
    const sources = { config: sshdConfig, effective: sshdEffective };
    const answer =
      streamlocal.state === 'known' && isOwnLogin(who, loginEnv) ? streamlocal.value : undefined;
    if (answer?.opened === true) return pass;
    const refused = answer !== undefined && isThere(answer.path, apiSockets);
    const cause = forbiddenByConfig(who, sources) ?? forbiddenByKeys(who, sshFiles, refused);
    if (cause !== undefined) return cause;
    if (refused) return refusedFor(who, answer);
    if (sshdConfig.state === 'absent') return notApplicable(sshdConfig.because);
    const open = FORWARDING_OPTIONS.map(({ keyword }) => sshdOption(keyword, who, sources)).find(
      isUndecided,
    );
    return open === undefined ? pass : unknown(`nobody logged in over SSH, and ${open.because}`);
  },
});

function isUndecided(option: SshdOption): option is SshdOption & { readonly state: 'undecided' } {
  return option.state === 'undecided';
}

/** Whether the socket that sshd was asked for is there: else its answer says nothing. */
function isThere(path: string, sockets: FactState<ApiSockets>): boolean {
  return sockets.state === 'known' && sockets.value.files.get(path)?.type === 'socket';
}

function forbiddenByConfig(user: User, sources: SshdSources): Verdict<MessageId> | undefined {
  for (const { keyword, directive, byDefault, allows } of FORWARDING_OPTIONS) {
    const option = sshdOption(keyword, user, sources);
    const value = sshdWord(option, byDefault);
    if (option.state !== 'set' || allows.test(value)) continue;
    const { where, line } = option;
    const shown = line === undefined ? where : `${where} line ${line}`;
    return fail(
      'config',
      { where: shown, user: user.name, directive, value },
      {
        kind: line === undefined ? 'command' : 'file',
        where,
        ...(line === undefined ? {} : { line }),
        found: `${directive} ${value}`,
        expected: `${directive} ${byDefault}`,
      },
    );
  }
  return undefined;
}

/** When sshd refused, any key may be the one that was used; else only all of them are a fault. */
function forbiddenByKeys(
  user: User,
  files: FactState<SshFiles>,
  refused: boolean,
): Verdict<MessageId> | undefined {
  if (files.state !== 'known') return undefined;
  const keys = files.value.keys.filter(({ options }) => options !== null);
  const forbidding = keys.filter(forbidsForwarding);
  const [first] = forbidding;
  if (first === undefined || (!refused && forbidding.length < keys.length)) return undefined;
  const { file, line } = first;
  const option = optionOf(first);
  const evidence: Evidence = {
    kind: 'file',
    where: file,
    line,
    found: option,
    expected: 'no such option, or port-forwarding after it',
  };
  return fail('keyOption', { file, line, user: user.name, option }, evidence);
}

function optionOf({ options }: AuthorizedKey): string {
  return options?.includes('restrict') === true ? 'restrict' : 'no-port-forwarding';
}

function refusedFor(user: User, { path, error }: StreamlocalAnswer): Verdict<MessageId> {
  const said = error || 'no reason given';
  return fail(
    'refused',
    { path, user: user.name, error: said },
    {
      kind: 'client',
      where: `direct-streamlocal@openssh.com ${path}`,
      found: said,
      expected: 'an open channel',
    },
  );
}
