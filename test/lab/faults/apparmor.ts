import { type LabFault, RUN } from '../fault.ts';

/** Everything but user namespaces: what a hardened profile of somebody's own often comes to. */
const PROFILE_WITHOUT_USERNS = `abi <abi/4.0>,
profile podman-hardened /usr/bin/podman {
  capability,
  network,
  mount,
  remount,
  umount,
  pivot_root,
  ptrace,
  signal,
  dbus,
  unix,
  /** rwlkm,
  /** pix,
}
`;

export const apparmorFaults: readonly LabFault[] = [
  {
    id: 'profile-without-userns',
    area: 'apparmor',
    covers: ['F003'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      cat >/etc/apparmor.d/podman-hardened <<'END'
${PROFILE_WITHOUT_USERNS}END
      apparmor_parser -r /etc/apparmor.d/podman-hardened`,
    expect: { check: 'apparmor-userns', messageId: 'denies' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'container-profile-not-loaded',
    area: 'apparmor',
    covers: ['F078'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['rootful'],
    prepare: 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null',
    inject: `
      printf '[containers]\\napparmor_profile="no-such-profile"\\n' >/etc/containers/containers.conf`,
    expect: { check: 'apparmor-profile', messageId: 'notLoaded' },
    fix: { kind: 'manual' },
    verify: RUN,
    verifyAs: 'root',
  },
  {
    id: 'pasta-profile-tightened',
    area: 'apparmor',
    covers: ['F077'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      sed -i 's|^ *include <abstractions/pasta>.*|&\\n  deny /run/user/** r,|' /etc/apparmor.d/usr.bin.pasta
      grep -q 'deny /run/user' /etc/apparmor.d/usr.bin.pasta
      apparmor_parser -r /etc/apparmor.d/usr.bin.pasta`,
    expect: { check: 'pasta-profile', messageId: 'denies' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    // As in a profile that was put together from two packages: the rule is in the abstraction.
    id: 'pasta-profile-without-podman',
    area: 'apparmor',
    covers: ['F077'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      sed -i '/^ *@{run}\\/user\\//d' /etc/apparmor.d/abstractions/pasta /etc/apparmor.d/usr.bin.pasta
      if grep -q '@{run}/user' /etc/apparmor.d/abstractions/pasta /etc/apparmor.d/usr.bin.pasta; then exit 1; fi
      apparmor_parser -r /etc/apparmor.d/usr.bin.pasta`,
    expect: { check: 'pasta-profile', messageId: 'notAllowed' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
];
