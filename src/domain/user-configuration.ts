import type { Consequence } from '../model/check.ts';

/** What follows when the user may not read the files of Podman below the own home. */
export const UNREADABLE_CONFIGURATION: readonly Consequence[] = [
  { check: 'containers-conf', messageId: 'denied' },
  { check: 'policy-json', messageId: 'denied' },
  { check: 'registries-conf', messageId: 'denied' },
  { check: 'storage-config', messageId: 'denied' },
];
