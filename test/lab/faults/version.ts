import { type LabFault, RUN } from '../fault.ts';

export const versionFaults: readonly LabFault[] = [
  {
    id: 'conmon-deleted',
    area: 'version',
    covers: ['F149'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: 'rm /usr/bin/conmon',
    expect: { check: 'conmon', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'runtime-not-installed',
    area: 'version',
    covers: ['F150'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: 'dpkg --remove --force-depends crun',
    expect: { check: 'oci-runtime', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'runtime-unknown',
    area: 'version',
    covers: ['F150'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      printf '[engine]\\nruntime="no-such-runtime"\\n' | user_file alice .config/containers/containers.conf`,
    expect: { check: 'oci-runtime', messageId: 'configuredMissing' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'containers-conf-not-toml',
    area: 'version',
    covers: [],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      printf '[engine]\\nruntime=crun\\n' | user_file alice .config/containers/containers.conf`,
    expect: { check: 'containers-conf', messageId: 'syntax' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'init-not-installed',
    area: 'version',
    covers: ['F154'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      dpkg --remove --force-depends catatonit`,
    expect: { check: 'init-binary', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: 'podman run --rm --init localhost/bb:1 /bin/busybox true',
  },
  {
    id: 'runtime-of-old-containers-removed',
    area: 'version',
    covers: ['F151'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    // Never ran Podman: no container of the default runtime was ever in the database.
    user: 'erin',
    prepare: `
      cp /usr/bin/crun /usr/local/bin/runc
      as erin 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null'
      as erin 'podman --runtime runc create --name old localhost/bb:1 /bin/busybox true'`,
    inject: 'rm /usr/local/bin/runc',
    expect: { check: 'recorded-runtime', messageId: 'missing' },
    fix: { kind: 'by-id', id: 'runtime-migrate', yes: 'disruptive' },
    unseen: 'a BoltDB keeps what was written before in its free pages, and only Podman can tell',
    verify: 'podman start --attach old',
  },
  {
    id: 'runtime-too-old',
    area: 'version',
    covers: ['F148'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      cat >/usr/local/bin/crun <<'END'
#!/bin/sh
if [ "$1" = --version ]; then
  echo 'crun version 1.8.1'
  exit 0
fi
echo 'unknown version specified' >&2
exit 1
END
      chmod 755 /usr/local/bin/crun
      printf '[engine.runtimes]\\ncrun=["/usr/local/bin/crun"]\\n' |
        user_file alice .config/containers/containers.conf`,
    expect: { check: 'oci-runtime', messageId: 'tooOld' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'second-podman',
    area: 'version',
    covers: ['F156'],
    suites: ['trixie'],
    user: 'alice',
    inject: 'cp /usr/bin/podman /usr/local/bin/podman',
    expect: { check: 'podman-copies', messageId: 'several' },
    fix: { kind: 'manual' },
    verify: `systemctl --user show -p ExecStart podman.service | grep -F "path=$(command -v podman) ;"`,
    harm: 'the shell and the API service run two podmans on one store; the next upgrade changes one',
  },
  {
    id: 'seccomp-profile-left-behind',
    area: 'version',
    covers: ['F155'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      python3 - <<'END'
import json
with open('/usr/share/containers/seccomp.json') as file:
    profile = json.load(file)
for key in ['defaultErrno', 'defaultErrnoRet']:
    profile.pop(key, None)
for rule in profile['syscalls']:
    rule['names'] = [name for name in rule['names'] if name != 'faccessat2']
with open('/etc/containers/seccomp.json', 'w') as file:
    json.dump(profile, file, indent=1)
END`,
    expect: { check: 'seccomp-profile', messageId: 'override' },
    fix: { kind: 'manual' },
    // The host's python is the program of a newer image: its C library calls faccessat2.
    verify: `
      podman run --rm -v /usr:/usr:ro -v /usr/lib:/lib:ro -v /usr/lib64:/lib64:ro localhost/bb:1 \\
        /usr/bin/python3 -S -c 'import os, sys; sys.exit(not os.access("/usr", os.R_OK, effective_ids=True))'`,
  },
  {
    id: 'key-of-a-later-podman',
    area: 'version',
    covers: ['F158'],
    suites: ['bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      printf '[containers]\\nread_only = true\\n' | user_file alice .config/containers/containers.conf`,
    expect: { check: 'containers-conf-keys', messageId: 'later' },
    fix: { kind: 'manual' },
    verify: `
      [ ! -e ~/.config/containers/containers.conf ] ||
        ! podman run --rm localhost/bb:1 /bin/busybox touch /written`,
    harm: 'a container writes to its root, which containers.conf forbids',
  },
];
