import type { FactState } from '../model/fact.ts';
import type { RunStep } from '../model/fix.ts';
import type { RunningContainers } from '../parse/running-containers.ts';

/**
 * `podman system migrate` ends the pause process, so that the next command makes a new user namespace.
 * It stops running containers, and does not start them again (podman-system-migrate(1)).
 */
export function migrateStep(running: FactState<RunningContainers>): RunStep {
  return {
    kind: 'run',
    summary: 'Let Podman make its user namespace anew',
    as: 'user',
    effect: stopsNothing(running) ? 'safe' : 'disruptive',
    undo: 'none',
    argv: ['podman', 'system', 'migrate'],
  };
}

/** Proven: no container of the user runs. */
export function stopsNothing(running: FactState<RunningContainers>): boolean {
  return running.state === 'known' && running.value.length === 0;
}

/** What a migration stops, now or when a person runs it, for the person who decides. */
export function noteOnRunning(running: FactState<RunningContainers>): readonly string[] {
  if (running.state !== 'known') {
    return ['It is not known which containers of the user run; podman system migrate stops them.'];
  }
  if (running.value.length === 0) return [];
  return [
    `podman system migrate stops these containers, and does not start them again: ${running.value.join(', ')}.`,
  ];
}
