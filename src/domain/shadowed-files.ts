import type { LayeredConfig } from '../facts/containers-conf.ts';
import type { TomlSetting } from '../parse/toml.ts';

/** A file of containers.conf that Podman 6 leaves out, because another one takes its place. */
export interface ShadowedFile {
  readonly file: string;
  readonly by: string;
  /** Settings that count now, and that come from this file: `engine.runtime`. */
  readonly keys: readonly string[];
}

/**
 * The files whose settings are lost when main files are no longer merged: of containers.conf only the
 * first of user, /etc and /usr/share is read, and of drop-ins with one name only the first. What
 * packages own, below /usr/share, comes anew with the upgrade.
 */
export function shadowedFiles({ files, settings }: LayeredConfig): readonly ShadowedFile[] {
  const there = files.filter(({ status }) => status !== 'absent').map(({ path }) => path);
  return there.flatMap((file, at) => {
    const by = there.findLast((later, index) => index > at && roleOf(later) === roleOf(file));
    if (by === undefined || roleOf(file) === null || !file.startsWith('/etc/')) return [];
    const keys = [...settings].filter(isFrom(file)).map(([key]) => key);
    return keys.length === 0 ? [] : [{ file, by, keys }];
  });
}

function isFrom(file: string): (entry: readonly [string, TomlSetting]) => boolean {
  return ([, setting]) => setting.file === file;
}

/** What two files must share for one to stand in for the other; null for other files. */
function roleOf(path: string): string | null {
  return /\/containers\.conf$|\/containers\.conf\.d\/[^/]+$/u.exec(path)?.[0] ?? null;
}
