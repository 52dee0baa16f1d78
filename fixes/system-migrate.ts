import { migrateStep, noteOnRunning } from '../src/domain/migrate.ts';
import { compareNamespace } from '../src/domain/namespace-state.ts';
import { isOfAnotherProcess } from '../src/domain/podman-namespace.ts';
import { blocked, change, defineFix, noop } from '../src/model/fix.ts';
import { sameIdMap } from '../src/parse/id-map.ts';

/** Only when the namespace that Podman joins now was made from other ranges than the user has. */
export const systemMigrate = defineFix({
  meta: {
    id: 'system-migrate',
    title: "Make Podman's user namespace anew",
    description:
      'Runs podman system migrate, which ends the process that keeps the old namespace; running containers are stopped.',
    effect: 'disruptive',
    after: ['subid-allocation', 'subid-helpers-mode', 'subid-files-mode', 'helper-packages'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
  },
  requires: ['user', 'nsswitch', 'podmanNamespace'],
  consults: ['subuid', 'subgid', 'runningContainers'],
  plan(facts) {
    const { podmanNamespace } = facts;
    if (podmanNamespace.state === 'known' && isOfAnotherProcess(podmanNamespace.value)) {
      return noop('pause.pid names a process of somebody else, which a migration would end');
    }
    const compared = compareNamespace(facts);
    if ('status' in compared) {
      return compared.status === 'not-applicable'
        ? noop(compared.because)
        : blocked('because' in compared ? compared.because : 'the ranges cannot be told');
    }
    if (compared.maps.every(({ found, wanted }) => sameIdMap(found, wanted))) {
      return noop('the namespace of Podman has the ranges of the user');
    }
    const { runningContainers } = facts;
    return change([migrateStep(runningContainers)], { notes: noteOnRunning(runningContainers) });
  },
});
