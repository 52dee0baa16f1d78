import type { ConfiguredPaths } from '../facts/configured-paths.ts';
import type { TomlSetting } from '../parse/toml.ts';

/** Whether one of the directories that `helper_binaries_dir` names has netavark. */
export function seekNetavark(
  directories: readonly string[],
  paths: ConfiguredPaths,
): 'there' | 'nowhere' | 'unseen' {
  const states = directories.map((one) => paths.get(`${one}/netavark`) ?? paths.get(one));
  if (states.includes('program')) return 'there';
  return states.some((state) => state === undefined || state === 'denied') ? 'unseen' : 'nowhere';
}

/** `{append = true}` is still in the list when no file before it set one: it adds to the built-in list. */
export function addsToBuiltIn({ value }: Pick<TomlSetting, 'value'>): boolean {
  return Array.isArray(value) && value.some((item) => typeof item === 'object');
}
