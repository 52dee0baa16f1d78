import type { EnableLingerStep } from '../model/fix.ts';

/** The user's manager runs from boot on, and keeps running when the last session ends. */
export function lingerStep({
  name,
  uid,
}: {
  readonly name: string;
  readonly uid: number;
}): EnableLingerStep {
  return {
    kind: 'enable-linger',
    summary: `Enable linger for ${name}`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    user: name,
    uid,
  };
}
