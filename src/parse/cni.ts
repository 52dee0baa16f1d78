import { isObject, list, member, text } from './json-value.ts';

/** A CNI network configuration, `*.conflist` or `*.conf`. */
export interface CniConfig {
  readonly path: string;
  /** `cniVersion`, such as `0.4.0`; empty when it names none. */
  readonly version: string;
  readonly name: string;
  /** Plugins that it runs, such as `bridge`. */
  readonly plugins: readonly string[];
  /** Line of `cniVersion`, from 1; `null` when it is not there. */
  readonly line: number | null;
  /** What is wrong with the file; undefined when it can be read. */
  readonly problem: string | undefined;
}

/** Reads one configuration of the CNI specification. */
export function parseCni(path: string, content: string): CniConfig {
  const at = content.split('\n').findIndex((row) => row.includes('"cniVersion"'));
  const line = at < 0 ? null : at + 1;
  const broken = { path, version: '', name: '', plugins: [], line };
  try {
    const value: unknown = JSON.parse(content);
    if (!isObject(value)) return { ...broken, problem: 'it holds no JSON object' };
    const single = text(value['type']);
    const plugins = list(value['plugins']).map((plugin) => text(member(plugin, 'type')));
    return {
      path,
      version: text(value['cniVersion']),
      name: text(value['name']),
      plugins: [...plugins, single].filter((plugin) => plugin !== ''),
      line,
      problem: undefined,
    };
  } catch {
    return { ...broken, problem: content.trim() === '' ? 'it is empty' : 'it is not valid JSON' };
  }
}
