import {
  RESTRICTION,
  type UsernsByApparmor,
  usernsByApparmor,
} from '../src/domain/apparmor-userns.ts';
import { isRoot } from '../src/domain/host.ts';
import {
  blocked,
  change,
  defineFix,
  manual,
  noop,
  type Plan,
  type Step,
} from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';

const PROFILE = '/etc/apparmor.d/podready-podman';
/** Nothing that the language of profiles takes for a sign (apparmor.d(5)). */
const PLAIN = /^(?:\/[\w.+-]+)+$/u;
const FOLDER = /^\/etc\/apparmor\.d\/\w[\w.-]*$/u;

/** As Ubuntu does for /usr/bin/podman: nothing is confined, and user namespaces are allowed. */
export const apparmorUserns = defineFix({
  meta: {
    id: 'apparmor-userns',
    title: 'Let this podman make user namespaces',
    description:
      'Writes an AppArmor profile for the podman of the user that allows it to make user namespaces, and loads it; or loads the one that is there.',
    effect: 'loosens',
    gains:
      'The program at the path of the profile, whoever starts it, and whoever can put another one there: it may make user namespaces.',
    after: ['userns-sysctl'],
    since: '0.1.0',
    references: [
      'https://documentation.ubuntu.com/server/how-to/security/apparmor/',
      'https://gitlab.com/apparmor/apparmor/-/wikis/unprivileged_userns_restriction',
    ],
  },
  requires: ['user', 'sysctls', 'apparmorProfiles'],
  consults: ['apparmorLoaded', 'virtualization'],
  plan({ user, sysctls, apparmorProfiles, apparmorLoaded, virtualization }) {
    if (apparmorProfiles.state === 'absent') return noop(apparmorProfiles.because);
    if (sysctls.state === 'absent') return blocked(sysctls.because);
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return blocked('this host is a container: the profiles that count are outside');
    }
    const { podman, loaded } = apparmorProfiles.value;
    if (podman === null) return blocked('there is no podman to allow it to');
    const found = usernsByApparmor({
      podman,
      facts: apparmorProfiles.value,
      restricted: sysctls.value.get(RESTRICTION)?.trim() === '1' && !isRoot(user),
      loaded: apparmorLoaded.state === 'known' ? apparmorLoaded.value : loaded,
    });
    return planFor(found, podman);
  },
});

function planFor(found: UsernsByApparmor, podman: string): Plan {
  switch (found.kind) {
    case 'allowed':
      return noop('AppArmor lets podman make user namespaces');
    case 'unknown':
      return blocked(found.because);
    case 'denies':
      return manual(
        `${found.profile.path} confines ${podman}, and somebody wrote it so: add the rule userns there`,
        `sudoedit ${quote(found.profile.path)}   # add: userns,`,
      );
    case 'notLoaded':
      return FOLDER.test(found.profile.path)
        ? change([loadStep(found.profile.path)])
        : manual(`${found.profile.path} is not loaded, and has an unusual name`);
    case 'noProfile':
      return PLAIN.test(podman)
        ? change([writeStep(podman), loadStep(PROFILE)])
        : manual(`${podman} has signs in its path that a profile cannot name`);
  }
}

function writeStep(podman: string): Step {
  return {
    kind: 'write-file',
    summary: `Allow ${podman} to make user namespaces`,
    as: 'root',
    effect: 'loosens',
    undo: 'exact',
    path: PROFILE,
    content: `# Written by podready.
abi <abi/4.0>,
include <tunables/global>

profile podready-podman ${podman} flags=(unconfined) {
  userns,
}
`,
    mode: 0o644,
    before: null,
  };
}

/** Boots load what is in /etc/apparmor.d by themselves. */
function loadStep(path: string): Step {
  return {
    kind: 'run',
    summary: `Load ${path} into the kernel`,
    as: 'root',
    effect: 'loosens',
    undo: 'exact',
    argv: ['apparmor_parser', '-r', path],
    undoArgv: ['apparmor_parser', '-R', path],
  };
}
