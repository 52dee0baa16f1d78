import { randomBytes } from 'node:crypto';
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a file is to hold: a text, its pieces, or bytes. */
export type Content = string | Iterable<string> | Uint8Array;

/**
 * Writes a file as a whole: who reads it meanwhile, such as a collector of metrics, sees the old text or the
 * new one. It keeps the mode that it had; one that is `private` is for its owner alone, whatever it was. What is
 * no regular file (a pipe, /dev/stdout) is written to as it is. Rejects as `writeFile` does.
 */
export async function replaceFile(
  file: string,
  text: Content,
  { private: isPrivate = false }: { readonly private?: boolean } = {},
): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  if (before !== undefined && !before.isFile()) {
    await writeFile(file, text);
    return;
  }
  // A link stays a link: what it leads to is replaced.
  const target = before === undefined ? file : await realpath(file);
  const unique = randomBytes(6).toString('hex');
  const temporary = join(dirname(target), `.${basename(target)}.${unique}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: isPrivate ? 0o600 : 0o666 });
    if (before !== undefined && !isPrivate) await chmod(temporary, before.mode & 0o7777);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
