import { apparmorUserns } from '../../fixes/apparmor-userns.ts';
import { containerPolicy } from '../../fixes/container-policy.ts';
import { selinuxFileContext } from '../../fixes/selinux-file-context.ts';
import { selinuxLabels } from '../../fixes/selinux-labels.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { absent, unreadable } from '../../src/model/fact.ts';
import type { ApparmorProfile } from '../../src/parse/apparmor.ts';
import { alice, sysctls } from '../helpers/fix-facts.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { LXC } from '../helpers/kernel-facts.ts';
import { selinuxOf } from '../helpers/selinux-facts.ts';
import { storage } from '../helpers/storage-facts.ts';

const NO_SELINUX = absent('/sys/fs/selinux/enforce does not exist');
const STORE = '/home/alice/.local/share/containers/storage';
const SOCKET = '/run/user/1000/podman/podman.sock';
const label = (path: string, type: string, expected: string | undefined) => ({
  path,
  type,
  expected,
});
const restored = label(`${STORE}/overlay`, 'user_home_t', 'container_ro_file_t');

testFix(selinuxLabels, {
  change: [
    {
      name: 'images from a backup',
      facts: { selinux: selinuxOf({ labels: [restored] }), runningContainers: [] },
      steps: [{ kind: 'run', as: 'user', argv: ['restorecon', '-R', '-F', STORE], undo: 'none' }],
    },
    {
      name: 'a socket without a label, while containers run',
      facts: {
        selinux: selinuxOf({ labels: [label(SOCKET, 'unlabeled_t', 'user_tmp_t')] }),
        runningContainers: ['web'],
      },
      steps: [{ argv: ['restorecon', '-F', SOCKET] }],
    },
  ],
  noop: [
    { name: 'no SELinux', facts: { selinux: NO_SELINUX } },
    {
      name: 'as the policy has it',
      facts: {
        selinux: selinuxOf({
          labels: [
            label(`${STORE}/overlay`, 'container_ro_file_t', 'container_ro_file_t'),
            label(SOCKET, 'user_tmp_t', 'user_tmp_t'),
          ],
        }),
      },
    },
    {
      name: 'a place that the policy does not know: restoring changes nothing',
      facts: { selinux: selinuxOf({ labels: [label('/srv/x/overlay', 'var_t', 'var_t')] }) },
    },
  ],
  manual: [
    {
      name: 'containers run',
      facts: { selinux: selinuxOf({ labels: [restored] }), runningContainers: ['web'] },
    },
    {
      name: 'nobody can tell whether they run',
      facts: {
        selinux: selinuxOf({ labels: [restored] }),
        runningContainers: unreadable('denied', 'no /proc'),
      },
    },
  ],
});

const custom = (root: string, uid = 1000) => ({
  user: alice,
  selinux: selinuxOf({ labels: [label(`${root}/overlay`, 'var_t', 'var_t')] }),
  storage: storage({
    graphRoot: root,
    directories: [{ path: root, mode: 0o700, uid, gid: uid, type: 'directory' }],
  }),
  runningContainers: [],
});

testFix(selinuxFileContext, {
  change: [
    {
      name: 'a store below /srv',
      continuedBy: selinuxLabels,
      facts: custom('/srv/alice/containers'),
      steps: [
        {
          as: 'root',
          effect: 'loosens',
          argv: [
            ...['semanage', 'fcontext', '-a', '-e'],
            ...['/var/lib/containers/storage', '/srv/alice/containers'],
          ],
          undo: 'exact',
        },
        { as: 'user', argv: ['restorecon', '-R', '-F', '/srv/alice/containers'] },
      ],
    },
  ],
  noop: [
    { name: 'no SELinux', facts: { ...custom('/srv/a/b'), selinux: NO_SELINUX } },
    {
      name: 'the policy knows the place',
      facts: { ...custom(STORE), selinux: selinuxOf({ labels: [restored] }) },
    },
  ],
  manual: [
    { name: 'a folder of somebody else', facts: custom('/srv/alice/containers', 0) },
    { name: 'a pattern', facts: custom('/srv/alice/.*') },
    { name: 'a way up', facts: custom('/srv/alice/../../etc') },
    { name: 'a folder of the root', facts: custom('/srv') },
    {
      name: 'containers run',
      facts: { ...custom('/srv/alice/containers'), runningContainers: ['web'] },
    },
  ],
});

const without = selinuxOf({ hasContainerTypes: false });

testFix(containerPolicy, {
  change: [
    {
      name: 'Fedora without it',
      facts: { selinux: without, packages: { manager: 'dnf', installed: [] } },
      steps: [{ kind: 'install-package', packages: ['container-selinux'], reinstall: false }],
    },
    {
      name: 'it is installed, and its module was removed',
      facts: {
        selinux: without,
        packages: { manager: 'zypper', installed: ['container-selinux'] },
      },
      steps: [{ packages: ['container-selinux'], reinstall: true }],
    },
  ],
  noop: [
    { name: 'it is there', facts: { selinux: selinuxOf(), packages: absent('none') } },
    { name: 'no SELinux', facts: { selinux: NO_SELINUX, packages: absent('none') } },
  ],
  manual: [
    {
      name: 'Debian has none',
      facts: { selinux: without, packages: { manager: 'apt', installed: [] } },
    },
  ],
  blocked: [
    {
      name: 'an unknown package manager',
      facts: { selinux: without, packages: { manager: null, installed: [] } },
    },
  ],
});

const KEY = 'kernel.apparmor_restrict_unprivileged_userns';
const BREW = '/home/linuxbrew/.linuxbrew/bin/podman';
const PROFILE: ApparmorProfile = {
  path: '/etc/apparmor.d/podman-brew',
  line: 3,
  name: 'podman-brew',
  attachment: BREW,
  flags: ['unconfined'],
  mediatesUserns: true,
  allowsUserns: true,
  disabled: false,
};
const ubuntu = (
  podman: string | null,
  profiles: readonly ApparmorProfile[] = [],
  given: Partial<FactValues['apparmorProfiles']> = {},
) => ({
  user: alice,
  sysctls: sysctls({ [KEY]: '1' }),
  apparmorProfiles: { podman, profiles, loaded: null, denied: [], ...given },
  apparmorLoaded: [],
});

testFix(apparmorUserns, {
  change: [
    {
      name: 'a podman of Homebrew',
      facts: ubuntu(BREW),
      steps: [
        {
          kind: 'write-file',
          path: '/etc/apparmor.d/podready-podman',
          effect: 'loosens',
          content: `# Written by podready.\nabi <abi/4.0>,\ninclude <tunables/global>\n\nprofile podready-podman ${BREW} flags=(unconfined) {\n  userns,\n}\n`,
        },
        {
          kind: 'run',
          as: 'root',
          argv: ['apparmor_parser', '-r', '/etc/apparmor.d/podready-podman'],
          undoArgv: ['apparmor_parser', '-R', '/etc/apparmor.d/podready-podman'],
        },
      ],
    },
    {
      name: 'its profile is not loaded',
      facts: ubuntu(BREW, [PROFILE]),
      steps: [{ argv: ['apparmor_parser', '-r', '/etc/apparmor.d/podman-brew'] }],
    },
  ],
  noop: [
    { name: 'no AppArmor', facts: { ...ubuntu(BREW), apparmorProfiles: absent('no AppArmor') } },
    { name: 'not restricted', facts: { ...ubuntu(BREW), sysctls: sysctls({}) } },
    {
      name: 'its profile is loaded',
      facts: {
        ...ubuntu(BREW, [PROFILE]),
        apparmorLoaded: [{ name: 'podman-brew', mode: 'unconfined' }],
      },
    },
  ],
  manual: [
    {
      name: 'a profile that confines it on purpose',
      facts: {
        ...ubuntu(BREW, [{ ...PROFILE, flags: [], allowsUserns: false }]),
        apparmorLoaded: [{ name: 'podman-brew', mode: 'enforce' }],
      },
    },
    { name: 'a path that a profile cannot name', facts: ubuntu('/opt/my podman/{x}') },
    {
      name: 'a profile with an unusual name',
      facts: ubuntu(BREW, [{ ...PROFILE, path: '/etc/apparmor.d/a b' }]),
    },
  ],
  blocked: [
    { name: 'no podman', facts: ubuntu(null) },
    { name: 'inside a container', facts: { ...ubuntu(BREW), virtualization: LXC } },
    { name: 'profiles that may not be read', facts: ubuntu(BREW, [], { denied: ['/etc/x'] }) },
  ],
});
