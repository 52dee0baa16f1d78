import { defineSymptoms } from '../src/model/symptom.ts';

/** What Podman remembers of earlier runs: database, driver, boot, locks. */
export const state = defineSymptoms([
  {
    id: 'driver-overwritten',
    title: 'The store was made with another driver than is configured',
    covers: ['F112', 'F113'],
    texts: [
      'User-selected graph driver "{name}" overwritten by graph driver "{name}" from database - delete libpod local files ("{path}") to resolve.  May prevent use of images created by other tools',
    ],
    causes: [
      { check: 'storage-driver', because: 'The driver of the first run wins.' },
      { check: 'storage-config-ignored', because: 'storage.conf does not count as it is.' },
      {
        check: 'kernel-version',
        because: 'At the first run the kernel let no user mount overlay.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/5114'],
  },
  {
    id: 'driver-unrecorded',
    title: 'The database was written without the driver of the store',
    covers: ['F114'],
    texts: [
      'database graph driver "" does not match our graph driver "{name}": database configuration mismatch',
      'database graph driver name "{name}" does not match our graph driver name "{name}": database configuration mismatch',
    ],
    causes: [
      { check: 'storage-driver', because: 'The store has another driver than is configured.' },
      { check: 'storage-config-ignored', because: 'storage.conf names no driver.' },
      { check: 'storage-database', because: 'The database is not that of this store.' },
      {
        because: 'A Podman before 5.4 wrote an empty name.',
        byHand: 'Update Podman; else podman system reset, which deletes all containers.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/24738'],
  },
  {
    id: 'database-elsewhere',
    title: 'The database was written for other directories',
    covers: ['F115'],
    texts: [
      'database static dir "{path}" does not match our static dir "{path}": database configuration mismatch',
      'database tmp dir "{path}" does not match our tmp dir "{path}": database configuration mismatch',
      'database run root "{path}" does not match our run root "{path}": database configuration mismatch',
      'database graph root "{path}" does not match our graph root "{path}": database configuration mismatch',
      'database volume path "{path}" does not match our volume path "{path}": database configuration mismatch',
    ],
    causes: [
      { check: 'storage-database', because: 'The store or the home was moved.' },
      { check: 'home-variable', because: 'HOME is another one than at the first run.' },
      { check: 'session-environment', because: 'XDG_RUNTIME_DIR is another one.' },
      { check: 'session-variables', because: 'Some sessions have no XDG_RUNTIME_DIR.' },
      { check: 'storage-config', because: 'storage.conf names other directories than it did.' },
    ],
    references: ['https://github.com/containers/podman/issues/2347'],
  },
  {
    id: 'boot-id-differs',
    title: 'The runtime directory of Podman is from before the last boot',
    covers: ['F116'],
    texts: [
      'current system boot ID differs from cached boot ID; an unhandled reboot has occurred. Please delete directories "{path}" and "{path}" and re-run Podman',
    ],
    causes: [
      { check: 'storage-boot-id', because: 'It holds the id of another boot.' },
      { check: 'run-root', because: 'It is not on a tmpfs, so a reboot does not empty it.' },
      { check: 'linger', because: 'Without a session at its first run Podman took /tmp.' },
    ],
    references: ['https://github.com/containers/podman/issues/26823'],
  },
  {
    id: 'bolt-database',
    title: 'The store has a database that this Podman no longer reads',
    covers: ['F152'],
    texts: [
      'the BoltDB database backend was removed in Podman 6.0, please run "podman system migrate --migrate-db"',
      'a BoltDB database exists but is no longer being used',
      'The deprecated BoltDB database driver is in use. This driver will be removed in the upcoming Podman 6.0 release in mid 2026. It is advised that you migrate to SQLite to avoid issues when this occurs.',
    ],
    causes: [
      { check: 'storage-database', because: 'A bolt_state.db is in the store, or configured.' },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
  },
  {
    id: 'locks-used-up',
    title: 'Containers, pods and volumes hold all locks',
    covers: ['F134'],
    texts: [
      'allocating lock for new container: allocation failed; exceeded num_locks ({number})',
      'allocating lock for new volume: allocation failed; exceeded num_locks ({number})',
      'allocating lock for new container: no space left on device',
      'exceeded num_locks ({number})',
    ],
    causes: [
      { check: 'storage-locks', because: 'All locks in the shared memory are taken.' },
      {
        because: 'Volumes and containers that nobody uses hold them.',
        byHand: 'Run podman volume prune; or raise num_locks, then podman system renumber.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/27093'],
  },
  {
    id: 'locks-changed',
    title: 'The shared memory of the locks has another size than Podman expects',
    covers: ['F043', 'F135'],
    texts: [
      'failed to open {number} locks in /libpod_rootless_lock_{number}: numerical result out of range',
      'failed to open {number} locks in /libpod_lock: numerical result out of range',
      'failed to open {number} locks in /libpod_rootless_lock_{number}: no such file or directory',
      'failed to open {number} locks in /libpod_rootless_lock_{number}: permission denied',
    ],
    causes: [
      { check: 'storage-locks', because: 'num_locks was changed after the first run.' },
      { check: 'podman-copies', because: 'Another podman with other defaults made it.' },
      {
        check: 'linger',
        because: 'At logout logind removes shared memory of who does not linger.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/16119'],
  },
]);
