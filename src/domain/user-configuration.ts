import type { Consequence, MessageData } from '../model/check.ts';

const CHECKS = ['containers-conf', 'policy-json', 'registries-conf', 'storage-config'];

/** What follows when the user may not read a file of Podman's configuration, or enter a directory of it. */
export function unreadableBelow(path: MessageData[string] | undefined): readonly Consequence[] {
  if (typeof path !== 'string') return [];
  return CHECKS.map((check) => ({ check, messageId: 'denied', below: path }));
}
