import type { TomlSetting } from '../parse/toml.ts';

/** `where` and, when it is known, `line` of the evidence for a setting. */
export function placeOf({ file, line }: Pick<TomlSetting, 'file' | 'line'>): {
  readonly where: string;
  readonly line?: number;
} {
  return line === null ? { where: file } : { where: file, line };
}

/** `file` and `line` for a message about a setting; `?` for a line that is not known. */
export function placeData({ file, line }: Pick<TomlSetting, 'file' | 'line'>): {
  readonly file: string;
  readonly line: number | string;
} {
  return { file, line: line ?? '?' };
}
