import { parse, TomlError } from 'smol-toml';
import type { ConfigFile } from './config-lines.ts';

/** A value in a TOML file; date and time values are kept as text. */
export type TomlValue =
  string | number | boolean | readonly TomlValue[] | { readonly [key: string]: TomlValue };

/** One key as it stands in one file. */
export interface TomlSetting {
  readonly value: TomlValue;
  readonly file: string;
  /** Line of the key, from 1; `null` when it cannot be told. */
  readonly line: number | null;
}

/** Settings by dotted path, such as `engine.runtimes.crun`. */
export type TomlSettings = ReadonlyMap<string, TomlSetting>;

/** What is wrong with the text of a file. */
export interface TomlProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Reads one file; either its settings or what is wrong with it. */
export function parseTomlFile({
  path,
  text,
}: Pick<ConfigFile, 'path' | 'text'>): TomlSettings | TomlProblem {
  try {
    const lines = keyLines(text);
    // Integers beyond 2^53 would be an error of JavaScript's, not of the file.
    const table = toValue(parse(text, { integersAsBigInt: 'asNeeded' }));
    return new Map(
      flatten(table).map(([key, value]) => [
        key,
        { value, file: path, line: lines.get(key) ?? null },
      ]),
    );
  } catch (error) {
    const line = error instanceof TomlError ? error.line : 1;
    return { file: path, line, message: firstSentence(error) };
  }
}

export function isTomlProblem(read: TomlSettings | TomlProblem): read is TomlProblem {
  return 'message' in read;
}

/**
 * Puts the settings of a later file over those of earlier ones. An array that ends with
 * `{append = true}` is added to the earlier one, see containers.conf(5), "Appending to String Arrays".
 * Where there is no earlier one it stays, because then it adds to what is built into Podman.
 */
export function mergeToml(earlier: TomlSettings, later: TomlSettings): TomlSettings {
  const merged = new Map(earlier);
  for (const [key, setting] of later) {
    const before = merged.get(key)?.value;
    const value = isArray(setting.value)
      ? appended(before !== undefined && isArray(before) ? before : undefined, setting.value)
      : setting.value;
    merged.set(key, { ...setting, value });
  }
  return merged;
}

/** The value of a key when it is a string that says something. */
export function stringAt(settings: TomlSettings, key: string): string | undefined {
  const value = settings.get(key)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of an array; undefined when the key is not there or no array. */
export function stringsAt(settings: TomlSettings, key: string): readonly string[] | undefined {
  const value = settings.get(key)?.value;
  if (!Array.isArray(value)) return undefined;
  return value.filter((item): item is string => typeof item === 'string');
}

function appended(
  before: readonly TomlValue[] | undefined,
  after: readonly TomlValue[],
): readonly TomlValue[] {
  const attributes = after.filter((item) => typeof item === 'object' && !Array.isArray(item));
  const isAttribute = (item: TomlValue): item is { readonly append: TomlValue } =>
    typeof item === 'object' && 'append' in item;
  if (!attributes.some(isAttribute)) return after;
  const items = after.filter((item) => !isAttribute(item));
  const append = attributes.findLast(isAttribute)?.append === true;
  if (!append) return items;
  return before === undefined ? after : [...before, ...items];
}

/** `Array.isArray` does not narrow a union with a readonly array. */
function isArray(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value);
}

function toValue(raw: unknown): TomlValue {
  if (typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') return raw;
  if (Array.isArray(raw)) return raw.map(toValue);
  if (typeof raw === 'bigint' || raw instanceof Date) return String(raw);
  return Object.fromEntries(Object.entries(raw ?? {}).map(([key, value]) => [key, toValue(value)]));
}

/** Every leaf of the tables; arrays are leaves, and so are the tables in them. */
function flatten(table: TomlValue, prefix = ''): readonly [string, TomlValue][] {
  if (typeof table !== 'object' || Array.isArray(table)) return [[prefix, table]];
  return Object.entries(table).flatMap(([key, value]) =>
    flatten(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** Where each key stands. Only for showing: what a key means is decided by the real parser. */
function keyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table = '';
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^\s*\[+\s*(?<name>[^\][]+?)\s*\]+\s*(?:#.*)?$/u.exec(line);
    if (head !== null) table = `${bare(head.groups?.['name'] ?? '')}.`;
    const key = /^\s*(?<key>"[^"]*"|'[^']*'|[\w.-]+)\s*=/u.exec(line)?.groups?.['key'];
    if (key === undefined) continue;
    const path = table + bare(key);
    if (!lines.has(path)) lines.set(path, index + 1);
  }
  return lines;
}

function bare(name: string): string {
  return name.replaceAll(/["']|\s*(?<dot>\.)\s*/gu, '$<dot>');
}

/** smol-toml puts a picture of the place after its first line. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /u, '');
}
