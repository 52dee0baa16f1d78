import type { Tools } from '../facts/tools.ts';

/** Why nobody can tell whether Podman finds a helper that is in none of the usual places. */
export function whyUnseen({ store }: Pick<Tools, 'store'>): string {
  return store === null
    ? 'helper_binaries_dir is set, and was not looked into'
    : `this podman is of ${store}: the paths of its helpers are in the program itself`;
}
