import { pastaProfile } from '../../../checks/apparmor/pasta-profile.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LXC } from '../../helpers/kernel-facts.ts';
import { settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';
import { ABSTRACTION, pastaProfileOf, PROFILE, SHIPPED } from '../../helpers/pasta-profile.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = {
  pastaProfile: pastaProfileOf(SHIPPED),
  user: ALICE,
  versions: versionsOf({ podman: '5.4.2' }),
  tools: toolsOf('podman', 'pasta'),
  containersConf: settingsOf(),
};
const main = '/etc/apparmor.d/usr.bin.pasta';
const path = '/run/user/1000/netns/netns-01234567-89ab-cdef-0123-456789abcdef';
const STALE = {
  ...SHIPPED,
  'abstractions/pasta': ABSTRACTION.replace('@{run}/user/@{uid}/**', 'owner /tmp/**'),
};
const stale = { ...healthy, pastaProfile: pastaProfileOf(STALE) };
const withRule = (rule: string) => ({
  ...healthy,
  pastaProfile: pastaProfileOf({
    ...STALE,
    'usr.bin.pasta': PROFILE.replace('}\n', `}\n  ${rule}\n`).replace(
      '  mount',
      `  ${rule}\n  mount`,
    ),
  }),
});

testCheck(pastaProfile, {
  pass: [
    { name: 'as passt ships it', facts: healthy },
    { name: 'no profile', facts: { ...healthy, pastaProfile: pastaProfileOf({}) } },
    { name: 'one file allowed', facts: withRule('@{run}/user/@{uid}/netns/* r,') },
    { name: 'all files allowed', facts: withRule('file,') },
    {
      name: 'disabled',
      facts: { ...healthy, pastaProfile: pastaProfileOf(STALE, 'disabled usr.bin.pasta') },
    },
    {
      name: 'it only complains',
      facts: {
        ...healthy,
        pastaProfile: pastaProfileOf({
          ...STALE,
          'usr.bin.pasta': PROFILE.replace('attach_disconnected', 'complain'),
        }),
      },
    },
    {
      name: 'not loaded',
      facts: { ...stale, apparmorLoaded: [{ name: 'passt', mode: 'enforce' }] },
    },
    {
      name: 'the profile of passt is not pasta’s',
      facts: { ...healthy, pastaProfile: pastaProfileOf({ 'usr.bin.passt': PROFILE }) },
    },
    {
      name: 'the profile of passt, where pasta is a link to it',
      facts: {
        ...healthy,
        pastaProfile: pastaProfileOf({ ...SHIPPED, 'usr.bin.passt': PROFILE }, 'link'),
      },
    },
    {
      name: 'files of the user are denied',
      facts: {
        ...healthy,
        pastaProfile: pastaProfileOf({
          ...SHIPPED,
          'local/usr.bin.pasta': 'deny owner /run/user/** r,',
        }),
      },
    },
  ],
  fail: [
    {
      name: 'a profile from before Podman used it',
      facts: stale,
      findings: [
        {
          messageId: 'notAllowed',
          data: { profile: 'pasta', path, file: main, main },
          evidence: [{ where: main, line: 5 }],
        },
      ],
    },
    {
      name: 'only for files of the user',
      facts: withRule('owner @{run}/user/@{uid}/** rw,'),
      findings: [{ messageId: 'notAllowed' }],
    },
    {
      name: 'tightened in a local file',
      facts: {
        ...healthy,
        apparmorLoaded: [{ name: 'pasta', mode: 'enforce' }],
        pastaProfile: pastaProfileOf({
          ...SHIPPED,
          'usr.bin.pasta': PROFILE.replace(
            '  mount',
            '  include if exists <local/usr.bin.pasta>\n  mount',
          ),
          'local/usr.bin.pasta': '# ours\ndeny /run/user/** r,',
        }),
      },
      findings: [
        {
          messageId: 'denies',
          data: {
            profile: 'pasta',
            path,
            file: '/etc/apparmor.d/local/usr.bin.pasta',
            line: 2,
            rule: 'deny /run/user/** r,',
            main,
          },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no AppArmor', facts: { ...healthy, pastaProfile: absent('none') } },
    { name: 'root', facts: { ...stale, user: ROOT } },
    { name: 'no podman', facts: { ...stale, versions: {} } },
    { name: 'slirp4netns', facts: { ...stale, versions: versionsOf({ podman: '4.3.1' }) } },
    { name: 'LXC', facts: { ...stale, virtualization: LXC } },
  ],
  unknown: [
    {
      name: 'a closed file',
      facts: { ...stale, pastaProfile: pastaProfileOf(STALE, `denied ${main}`) },
    },
    { name: 'an include that nobody read', facts: withRule('include <abstractions/of-our-own>') },
    { name: 'a variable of somebody’s own', facts: withRule('@{netns} r,') },
  ],
});
