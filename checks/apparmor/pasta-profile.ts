import { isAbout, type ProfileRules, rulesIn } from '../../src/domain/apparmor-rules.ts';
import { podmanNetwork } from '../../src/domain/podman-network.ts';
import { rootlessNetwork } from '../../src/domain/rootless-network.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { LoadedProfile } from '../../src/parse/apparmor.ts';
import { PASTA_PROFILE_FILES, type PastaProfile } from '../../src/parse/pasta-profile.ts';

/**
 * Podman gives pasta the network namespace of the container by a path below /run/user/UID/netns. The
 * kernel says that the file there belongs to root, so rules with `owner` do not help (comment in
 * contrib/apparmor/usr.bin.pasta of passt).
 */
export const pastaProfile = defineCheck({
  meta: {
    id: 'pasta-profile',
    area: 'apparmor',
    title: 'AppArmor lets pasta open the network namespace of a container',
    failureTitle: 'AppArmor does not let pasta open the network namespace of a container',
    description:
      'Containers with the default network do not start: the profile of pasta is older than its use by Podman, or was tightened.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F077'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/22681',
      'https://github.com/containers/podman/issues/22937',
      'https://passt.top/passt/tree/contrib/apparmor',
      'https://man7.org/linux/man-pages/man5/apparmor.d.5.html',
    ],
    messages: {
      denies:
        'The AppArmor profile “{{profile}}” forbids pasta to read {{path}}: {{file}} line {{line}} says “{{rule}}”.',
      notAllowed:
        'The AppArmor profile “{{profile}}” ({{file}}) has no rule by which pasta may read {{path}}.',
    },
    commands: {
      denies: ['sudoedit {{file}}', 'sudo apparmor_parser -r {{main}}'],
      notAllowed: [
        'sudo journalctl -k --grep "apparmor=.DENIED.*pas[st]"',
        'sudoedit {{file}}   # add in the braces: @{run}/user/@{uid}/** rw,',
        'sudo apparmor_parser -r {{main}}',
      ],
    },
    fixes: [],
  },
  requires: ['pastaProfile', 'user', 'versions', 'tools', 'containersConf'],
  consults: ['apparmorLoaded', 'virtualization'],
  evaluate(facts) {
    const { pastaProfile: found, user, apparmorLoaded, virtualization } = facts;
    if (found.state === 'absent') return notApplicable(found.because);
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (user.state !== 'known' || user.value.uid === 0) {
      return notApplicable('the containers of root are not connected by pasta');
    }
    const network = rootlessNetwork(host.podman, host.settings);
    if (!('tool' in network) || network.tool !== 'pasta') {
      return notApplicable('rootless containers are not connected by pasta');
    }
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return notApplicable('the profiles belong to the host outside of this container');
    }
    const path = `/run/user/${user.value.uid}/netns/netns-01234567-89ab-cdef-0123-456789abcdef`;
    return judge(found.value, path, apparmorLoaded);
  },
});

function judge(
  profile: PastaProfile,
  path: string,
  loaded: FactState<readonly LoadedProfile[]>,
): Verdict<'denies' | 'notAllowed'> {
  const main = `/etc/apparmor.d/usr.bin.${profile.isLink ? 'passt' : 'pasta'}`;
  const [closed] = profile.denied;
  if (closed !== undefined) return unknown(`${closed} may not be read by the user`);
  const head = headOf(profile, main);
  if (head === undefined || /\b(?:complain|unconfined)\b/u.test(head.flags)) return pass;
  if (loaded.state === 'known' && !loaded.value.some(({ name }) => name === head.name)) return pass;
  const rules = rulesIn(main, profile.files, PASTA_PROFILE_FILES);
  return verdictOfRules(rules, { path, main, profile: head.name, line: head.line });
}

interface Case {
  readonly path: string;
  /** The file with the profile. */
  readonly main: string;
  readonly profile: string;
  readonly line: number;
}

function verdictOfRules(
  { rules, unread }: ProfileRules,
  { path, main, profile, line }: Case,
): Verdict<'denies' | 'notAllowed'> {
  const reading = rules
    .filter(({ access, owner }) => access.includes('r') && !owner)
    .map((rule) => ({ rule, about: isAbout(rule, path) }));
  const denying = reading.find(({ rule, about }) => rule.denies && about === true)?.rule;
  if (denying !== undefined) {
    const { file, text: rule } = denying;
    return fail(
      'denies',
      { profile, path, file, line: denying.line, rule, main },
      { kind: 'file', where: file, line: denying.line, found: rule, expected: 'no such rule' },
    );
  }
  const allowing = reading.filter(({ rule }) => !rule.denies);
  if (allowing.some(({ about }) => about === true)) return pass;
  const [include] = unread;
  if (include !== undefined) return unknown(`${include} may allow it, and was not read`);
  const dark = allowing.find(({ about }) => about === null)?.rule;
  if (dark !== undefined) return unknown(`“${dark.text}” in ${dark.file} may allow it`);
  return fail(
    'notAllowed',
    { profile, path, file: main, main },
    { kind: 'file', where: main, line, found: 'no rule', expected: '@{run}/user/@{uid}/** rw,' },
  );
}

function headOf(
  { files, disabled }: PastaProfile,
  main: string,
): { readonly name: string; readonly flags: string; readonly line: number } | undefined {
  if (disabled.includes(main.slice(main.lastIndexOf('/') + 1))) return undefined;
  for (const { line, text } of files.get(main) ?? []) {
    const { name, flags = '' } =
      /^(?:profile\s+)?"?(?<name>[^\s"{}]+)"?(?<flags>\s.*)?\{\s*$/u.exec(text)?.groups ?? {};
    if (name !== undefined) return { name, flags, line };
  }
  return undefined;
}
