import type { FactId } from '../facts/index.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { Machine } from '../model/report.ts';

/** Facts that describe the machine in the head of a report. */
export const MACHINE_FACTS: readonly FactId[] = ['user', 'osRelease', 'sysctls'];

/** What the host is; `null` where it could not be read. */
export function machineOf({ osRelease, sysctls }: FactStates): Machine {
  return {
    os: osRelease?.state === 'known' ? osRelease.value.prettyName : null,
    kernel: sysctls?.state === 'known' ? (sysctls.value.get('kernel.osrelease') ?? null) : null,
    architecture: null,
    podman: null,
    virtualization: null,
  };
}
