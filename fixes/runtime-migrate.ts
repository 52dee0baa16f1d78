import { noteOnRunning, stopsNothing } from '../src/domain/migrate.ts';
import { goneRuntimes, runtimePath } from '../src/domain/oci-runtime.ts';
import { blocked, change, defineFix, noop } from '../src/model/fix.ts';

/** Only where all containers ask for a runtime that is gone: the database is searched, not read. */
export const runtimeMigrate = defineFix({
  meta: {
    id: 'runtime-migrate',
    title: 'Let old containers start with the runtime that is there',
    description:
      'Runs podman system migrate --new-runtime, which writes the installed runtime into every container of the user; running containers are stopped.',
    effect: 'disruptive',
    after: ['helper-packages', 'containers-conf-drop-in'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
  },
  requires: ['storage', 'tools'],
  consults: ['containersConf', 'configuredPaths', 'runningContainers'],
  plan({ storage, tools, containersConf, configuredPaths, runningContainers }) {
    if (storage.state === 'absent' || !storage.value.hasContainers) {
      return noop('there are no containers');
    }
    if (tools.state === 'absent') return blocked(tools.because);
    const { runtimes } = storage.value;
    const gone = goneRuntimes(storage.value, {
      containersConf,
      configuredPaths,
      tools: tools.value,
    });
    if (gone.length === 0 || gone.length < runtimes.length) {
      return noop('a runtime that containers were made with is installed');
    }
    const there = ['crun', 'runc'].find(
      (name) => runtimePath(name, containersConf, configuredPaths, tools.value) !== null,
    );
    if (there === undefined) return blocked('no OCI runtime is installed');
    const step = {
      kind: 'run',
      summary: `Write ${there} into every container as its runtime`,
      as: 'user',
      effect: stopsNothing(runningContainers) ? 'safe' : 'disruptive',
      undo: 'none',
      argv: ['podman', 'system', 'migrate', '--new-runtime', there],
    } as const;
    return change([step], { notes: noteOnRunning(runningContainers) });
  },
});
