import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** Podman, its version, and the programs that run containers. */
export const runtime = defineSymptoms([
  {
    id: 'spec-version-unknown',
    title: 'crun is too old for this Podman',
    covers: ['F148'],
    texts: ['Error: OCI runtime error: crun: unknown version specified'],
    causes: [
      { check: 'oci-runtime', because: 'Podman writes a version that this crun does not know.' },
      { check: 'podman-copies', because: 'podman is newer than the rest of the system.' },
    ],
    references: ['https://github.com/containers/podman/issues/27272'],
  },
  {
    id: 'conmon-missing',
    title: 'conmon is missing, or too old',
    covers: ['F149'],
    texts: [
      'could not find a working conmon binary (configured options: [{path}]): invalid argument',
      'conmon version {version} is too old: please update to v2.0.x or later',
      'please update to v2.0.x or later',
    ],
    causes: [
      { check: 'conmon', because: 'No conmon that fits is where Podman looks.' },
      { check: 'containers-conf', because: 'conmon_path of containers.conf is wrong.' },
    ],
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
  },
  {
    id: 'runtime-missing',
    title: 'The OCI runtime that is configured is not installed',
    covers: ['F150'],
    texts: [
      'default OCI runtime "{name}" not found: invalid argument',
      'no OCI runtime has been configured',
    ],
    causes: [
      { check: 'oci-runtime', because: 'crun and runc are missing, or the name is wrong.' },
      { check: 'containers-conf', because: 'containers.conf is not read as meant.' },
    ],
    references: ['https://github.com/containers/podman/issues/6226'],
  },
  {
    id: 'runtime-of-container-missing',
    title: 'The container was made for a runtime that is gone',
    covers: ['F151'],
    texts: [
      'container {id} was created with OCI runtime {name}, but that runtime is not available in the current configuration',
      'runtime {name} is missing',
      'runtime {name} is missing: failed to find runtime for container {id}',
    ],
    causes: [
      { check: 'recorded-runtime', because: 'The container remembers the name of its runtime.' },
      { check: 'oci-runtime', because: 'No runtime is there, or it does not run.' },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
  },
  {
    id: 'init-missing',
    title: 'The init process for containers is missing',
    covers: ['F154'],
    texts: [
      'container-init binary not found on the host: stat /usr/libexec/podman/catatonit: no such file or directory',
      'lookup init binary: could not find "catatonit" in one of {path}',
    ],
    causes: [
      { check: 'init-binary', because: 'The package catatonit is not installed.' },
      { check: 'helper-directories', because: 'containers.conf names other directories.' },
    ],
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
  },
  {
    id: 'architecture-foreign',
    title: 'The image is for another architecture',
    covers: ['F157'],
    texts: [
      'exec /bin/sh: exec format error',
      'exec container process `{path}`: Exec format error',
      'image platform ({name}) does not match the expected platform ({name})',
    ],
    causes: [
      {
        because: 'This host does not run programs of that architecture.',
        byHand: 'Pull with --platform, or install qemu-user-static.',
      },
    ],
    references: [TROUBLESHOOTING],
  },
  {
    id: 'option-unknown',
    title: 'This Podman is too old for an option',
    covers: ['F158'],
    texts: [
      'Error: unknown flag: --{name}',
      'unrecognized option "{name}" for keep-id user namespace',
      "unsupported key '{name}' in group 'Container' in {path}",
    ],
    causes: [
      { check: 'podman-version', because: 'The option came with a later version.' },
      { check: 'quadlet', because: 'This Podman knows no quadlets, or not those of that type.' },
      { check: 'containers-conf-keys', because: 'A key of containers.conf came later as well.' },
      { check: 'podman-copies', because: 'Another podman comes first on the PATH.' },
    ],
    references: [TROUBLESHOOTING],
  },
  {
    id: 'podman-missing',
    title: 'There is no podman',
    covers: [],
    texts: [
      'bash: podman: command not found',
      'sh: 1: podman: not found',
      'sudo: podman: command not found',
      'exec: "podman": executable file not found in $PATH',
    ],
    causes: [
      { check: 'podman-installed', because: 'It is not on the PATH of the user.' },
      { check: 'ssh-podman-path', because: 'A command over SSH has a shorter PATH.' },
    ],
    references: ['https://podman.io/docs/installation'],
  },
]);
