import { apparmorUserns } from '../../../checks/apparmor/apparmor-userns.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import type { ApparmorProfile, ApparmorProfiles } from '../../../src/parse/apparmor.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LXC, sysctls } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const KEY = 'kernel.apparmor_restrict_unprivileged_userns';
const RESTRICTED = sysctls({ [KEY]: '1' });
const SECRET = unreadable('denied', 'this needs root');

const UBUNTU: ApparmorProfile = {
  path: '/etc/apparmor.d/podman',
  line: 6,
  name: 'podman',
  attachment: '/usr/bin/podman',
  flags: ['unconfined'],
  disabled: false,
  mediatesUserns: true,
  allowsUserns: true,
};
const HARDENED: ApparmorProfile = {
  ...UBUNTU,
  path: '/etc/apparmor.d/podman-hardened',
  line: 2,
  name: 'podman-hardened',
  flags: [],
  allowsUserns: false,
};

function profiles(
  list: readonly ApparmorProfile[],
  given: Partial<ApparmorProfiles> = {},
): ApparmorProfiles {
  return { podman: '/usr/bin/podman', profiles: list, loaded: null, denied: [], ...given };
}

const debian = {
  user: ALICE,
  sysctls: sysctls(),
  apparmorProfiles: profiles([]),
  apparmorLoaded: SECRET,
};
const ubuntu = { ...debian, sysctls: RESTRICTED, apparmorProfiles: profiles([UBUNTU]) };
const explains = [{ check: 'userns-attempt', messageId: 'notCreated' }];

testCheck(apparmorUserns, {
  pass: [
    { name: 'Debian 13', facts: debian },
    { name: 'Ubuntu 24.04 without sudo', facts: ubuntu },
    {
      name: 'Ubuntu 24.04, the list is known',
      facts: { ...ubuntu, apparmorLoaded: [{ name: 'podman', mode: 'unconfined' }] },
    },
    {
      name: 'a profile that confines, but is not loaded',
      facts: { ...debian, apparmorProfiles: profiles([HARDENED]), apparmorLoaded: [] },
    },
    {
      name: 'a profile that only complains, or is disabled, or for an older AppArmor',
      facts: {
        ...debian,
        apparmorProfiles: profiles([
          { ...HARDENED, flags: ['complain'] },
          { ...HARDENED, disabled: true },
          { ...HARDENED, mediatesUserns: false },
        ]),
      },
    },
    {
      name: 'root is not restricted',
      facts: { ...ubuntu, user: ROOT, apparmorProfiles: profiles([]) },
    },
  ],
  fail: [
    {
      name: 'a podman beside that of the distribution',
      facts: {
        ...ubuntu,
        apparmorProfiles: profiles([UBUNTU], { podman: '/usr/local/bin/podman' }),
      },
      findings: [
        {
          messageId: 'noProfile',
          data: { key: KEY, podman: '/usr/local/bin/podman' },
          evidence: [{ kind: 'kernel', where: KEY }],
        },
      ],
      explains,
    },
    {
      name: 'the profile was not loaded',
      facts: { ...ubuntu, apparmorLoaded: [{ name: 'crun', mode: 'unconfined' }] },
      findings: [
        {
          messageId: 'notLoaded',
          data: {
            key: KEY,
            profile: 'podman',
            file: '/etc/apparmor.d/podman',
            podman: '/usr/bin/podman',
          },
        },
      ],
      explains,
    },
    {
      name: 'a hardened profile on Debian',
      facts: { ...debian, apparmorProfiles: profiles([HARDENED]) },
      findings: [
        {
          messageId: 'denies',
          data: {
            profile: 'podman-hardened',
            file: '/etc/apparmor.d/podman-hardened',
            line: 2,
            podman: '/usr/bin/podman',
          },
          evidence: [{ line: 2 }],
        },
      ],
      explains,
    },
  ],
  notApplicable: [
    { name: 'no AppArmor', facts: { ...debian, apparmorProfiles: absent('no AppArmor') } },
    { name: 'no podman', facts: { ...debian, apparmorProfiles: profiles([], { podman: null }) } },
  ],
  unknown: [
    {
      name: 'a container, whose host has the profiles',
      facts: { ...ubuntu, apparmorProfiles: profiles([]), virtualization: LXC },
      because: /the profiles outside/u,
    },
    {
      name: 'an attachment with an unknown variable',
      facts: {
        ...ubuntu,
        apparmorProfiles: profiles([{ ...UBUNTU, attachment: '@{MINE}/podman' }]),
      },
      because: /variable/u,
    },
    {
      name: 'a file that may not be read',
      facts: {
        ...ubuntu,
        apparmorProfiles: profiles([], { denied: ['/etc/apparmor.d/local-podman'] }),
      },
      because: /local-podman/u,
    },
  ],
});
