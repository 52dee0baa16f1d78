import type { FactId } from '../facts/index.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { Machine } from '../model/report.ts';
import type { Virtualization } from '../parse/virtualization.ts';

/** Facts that describe the machine in the head of a report. */
export const MACHINE_FACTS: readonly FactId[] = [
  'user',
  'osRelease',
  'sysctls',
  'versions',
  'virtualization',
];

/** What the host is; `null` where it could not be read. */
export function machineOf({ osRelease, sysctls, versions, virtualization }: FactStates): Machine {
  const kernel = (key: string): string | null =>
    sysctls?.state === 'known' ? (sysctls.value.get(key) ?? null) : null;
  return {
    os: osRelease?.state === 'known' ? osRelease.value.prettyName : null,
    kernel: kernel('kernel.osrelease'),
    // Linux 6.1 and newer.
    architecture: kernel('kernel.arch'),
    podman: versions?.state === 'known' ? (versions.value.podman?.version?.text ?? null) : null,
    virtualization: virtualization?.state === 'known' ? around(virtualization.value) : null,
  };
}

function around({ container, wsl }: Virtualization): string | null {
  return container ?? (wsl ? 'wsl' : null);
}
