import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import {
  RESTRICTION,
  type UsernsByApparmor,
  usernsByApparmor,
} from '../../src/domain/apparmor-userns.ts';
import type { ApparmorProfile } from '../../src/parse/apparmor.ts';

/**
 * Ubuntu since 23.10 lets only programs make user namespaces whose profile says `userns`; the profile of
 * the distribution is for /usr/bin/podman, not for a podman elsewhere. And since kernel 6.7 a profile
 * for AppArmor 4 without that rule denies them everywhere.
 */
export const apparmorUserns = defineCheck({
  meta: {
    id: 'apparmor-userns',
    area: 'apparmor',
    title: 'AppArmor lets podman make user namespaces',
    failureTitle: 'AppArmor does not let podman make user namespaces',
    description:
      'Rootless Podman begins every command in a user namespace; AppArmor decides by the path of the program whether it may.',
    severity: 'error',
    needs: ['run'],
    covers: ['F003'],
    since: '0.1.0',
    references: [
      'https://gitlab.com/apparmor/apparmor/-/wikis/unprivileged_userns_restriction',
      'https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces',
    ],
    messages: {
      noProfile: '{{key}} is 1, and no AppArmor profile lets {{podman}} make user namespaces.',
      notLoaded:
        '{{key}} is 1, and the profile "{{profile}}" ({{file}}), which would let {{podman}} make user namespaces, is not loaded.',
      denies:
        'The AppArmor profile "{{profile}}" ({{file}} line {{line}}) confines {{podman}} and has no rule "userns,".',
    },
    commands: {
      noProfile: [
        'sysctl {{key}}',
        'readlink -f "$(command -v podman)"',
        'printf "abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile podman-local %s flags=(unconfined) {\\n  userns,\\n}\\n" {{podman}} | sudo tee /etc/apparmor.d/podman-local',
        'sudo apparmor_parser -r /etc/apparmor.d/podman-local',
      ],
      notLoaded: ['sudo aa-status', 'sudo apparmor_parser -r {{file}}'],
      denies: ['sudoedit {{file}}   # add: userns,', 'sudo apparmor_parser -r {{file}}'],
    },
    fixes: ['apparmor-userns'],
  },
  requires: ['user', 'sysctls', 'apparmorProfiles'],
  consults: ['apparmorLoaded', 'virtualization'],
  evaluate({ user, sysctls, apparmorProfiles, apparmorLoaded, virtualization }) {
    if (apparmorProfiles.state !== 'known') return notApplicable(apparmorProfiles.because);
    const { podman, loaded } = apparmorProfiles.value;
    if (podman === null) return notApplicable('there is no podman to confine');
    if (sysctls.state !== 'known') return unknown(sysctls.because);
    const isRoot = user.state === 'known' && user.value.uid === 0;
    const found = usernsByApparmor({
      podman,
      facts: apparmorProfiles.value,
      restricted: sysctls.value.get(RESTRICTION)?.trim() === '1' && !isRoot,
      loaded: apparmorLoaded.state === 'known' ? apparmorLoaded.value : loaded,
    });
    const verdict = verdictOf(found, podman);
    const isContainer = virtualization.state === 'known' && virtualization.value.container !== null;
    return verdict.status === 'fail' && isContainer ? unknown(OUTSIDE) : verdict;
  },
  explains: () => [{ check: 'userns-attempt', messageId: 'notCreated' }],
});

const OUTSIDE =
  'this host is a container: what counts are the profiles outside, which root sees there';

type Message = 'noProfile' | 'notLoaded' | 'denies';

function verdictOf(found: UsernsByApparmor, podman: string): Verdict<Message> {
  switch (found.kind) {
    case 'allowed':
      return pass;
    case 'unknown':
      return unknown(found.because);
    case 'denies':
      return denied(found.profile, podman);
    case 'notLoaded':
      return notLoaded(found.profile, podman);
    case 'noProfile':
      return fail(
        'noProfile',
        { key: RESTRICTION, podman },
        {
          kind: 'kernel',
          where: RESTRICTION,
          found: '1, and no profile for podman',
          expected: `a profile for ${podman} with the rule userns`,
        },
      );
  }
}

function denied({ name, path, line }: ApparmorProfile, podman: string): Verdict<Message> {
  const data = { profile: name, file: path, line, podman };
  const found = `profile ${name} without userns`;
  return fail('denies', data, { kind: 'file', where: path, line, found, expected: 'userns,' });
}

function notLoaded({ name, path, line }: ApparmorProfile, podman: string): Verdict<Message> {
  const data = { key: RESTRICTION, profile: name, file: path, podman };
  const found = 'not among the loaded profiles';
  return fail('notLoaded', data, { kind: 'file', where: path, line, found, expected: 'loaded' });
}
