import { podmanTmpDir } from '../src/domain/boot-id.ts';
import { lockNumbers } from '../src/domain/lock-memory.ts';
import { stopsNothing } from '../src/domain/migrate.ts';
import type { Readable } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Plan } from '../src/model/fix.ts';
import type { RunningContainers } from '../src/parse/running-containers.ts';
import { quote } from '../src/parse/shell.ts';
import type { Storage } from '../src/parse/storage.ts';
import type { TomlSettings } from '../src/parse/toml.ts';
import type { Units } from '../src/parse/unit-properties.ts';

/**
 * As a reboot does: without the file `alive` the next Podman gives all its containers, pods and volumes new locks
 * (`refresh` of libpod/runtime.go). It goes first, so that whoever is stopped in between still finds the fault; locks
 * that went without it would be given to others once more. By itself `podman system renumber` ends as every other
 * command does, before it does anything (measured with 4.3 and 5.4).
 */
export const locksRenumber = defineFix({
  meta: {
    id: 'locks-renumber',
    title: 'Let Podman make its locks anew',
    description:
      'Removes the locks in shared memory when no container runs, as a reboot does, and lets Podman number them anew. Containers, pods and volumes stay.',
    effect: 'safe',
    after: ['containers-conf-drop-in'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-renumber.1.html',
      'https://github.com/containers/podman/issues/16119',
    ],
  },
  requires: ['storage', 'containersConf', 'user', 'runningContainers', 'userUnits'],
  plan(facts) {
    const { storage, containersConf, user } = facts;
    if (user.state === 'absent') return blocked(user.because);
    const memory = storage.state === 'known' ? storage.value.locks : null;
    if (memory === null || lockNumbers(memory, containersConf)?.fits !== false) {
      return noop('the locks are of the number that is configured');
    }
    const alive = `${podmanTmpDir(user.value.uid)}/alive`;
    const base = { kind: 'run', as: 'user', effect: 'safe', undo: 'none' } as const;
    return (
      obstacle(facts, user.value.uid, memory.path) ??
      change([
        {
          ...base,
          summary: 'Remove the locks, as a reboot does',
          argv: ['rm', '-f', '--', alive, memory.path],
        },
        {
          ...base,
          summary: 'Let Podman number its locks anew',
          argv: ['podman', 'system', 'renumber'],
        },
      ])
    );
  },
});

interface Facts {
  readonly storage: Readable<Storage>;
  readonly containersConf: Readable<{ readonly settings: TomlSettings }>;
  readonly runningContainers: Readable<RunningContainers>;
  readonly userUnits: Readable<Units>;
}

/** Who goes on with the old locks would never see those of others again. */
function obstacle(
  { storage, containersConf, runningContainers, userUnits }: Facts,
  uid: number,
  path: string,
): Plan | null {
  const runRoot = storage.state === 'known' ? storage.value.runRoot : '';
  const isOfSession = uid !== 0 && runRoot.startsWith(`/run/user/${uid}/`);
  const isMoved =
    containersConf.state === 'known' && containersConf.value.settings.has('engine.tmp_dir');
  if (!isOfSession || isMoved) {
    const commands = [`rm ${quote(path)}`, 'podman system renumber'];
    return manual("Podman's directories are not those of a session", ...commands);
  }
  if (!stopsNothing(runningContainers)) {
    return manual(
      'containers run with these locks, and no command reaches them: set num_locks back, and stop them first',
      'podman stop --all',
    );
  }
  const service = userUnits.state === 'known' ? userUnits.value.get('podman.service') : undefined;
  if (service?.active !== 'active') return null;
  return manual(
    'podman.service runs with these locks: stop it first',
    'systemctl --user stop podman.service',
  );
}
