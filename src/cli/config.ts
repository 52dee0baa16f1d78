import { nearest } from '../domain/nearest.ts';
import type { Severity } from '../model/check.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import {
  findFiles,
  type FoundFile,
  namedFile,
  type Surroundings,
  surroundings,
} from './config-files.ts';
import type { CommandName, OptionDefinition } from './option-definition.ts';
import { attributeOf, optionsOf } from './option-table.ts';
import { PROFILES } from './profiles.ts';
import type { RawOptions, Rules } from './settings.ts';

/** What was typed. */
export interface CommandLine {
  readonly command: CommandName;
  readonly argumentsGiven: readonly string[];
  readonly options: RawOptions;
  /** Names of the options that were typed; the others have their defaults. */
  readonly stated: ReadonlySet<string>;
}

export type SettingValue = string | boolean | readonly string[] | null;

/** One setting and where it comes from. */
export interface Setting {
  /** The long name of an option, `hosts`, `severity CHECK` or `profile NAME`. */
  readonly name: string;
  /** `null`: not set. */
  readonly value: SettingValue;
  /** `--NAME`, `FILE:LINE`, `the command line` or `default`. */
  readonly origin: string;
}

/** A command line with all that files add to it. */
export interface Configured {
  readonly argumentsGiven: readonly string[];
  readonly options: RawOptions;
  readonly rules: Rules;
  readonly settings: readonly Setting[];
  readonly files: readonly Pick<FoundFile, 'name' | 'kind'>[];
}

/** What one file sets. */
export interface ConfigFile {
  readonly values: ReadonlyMap<string, Placed<SettingValue>>;
  readonly severities: ReadonlyMap<string, Placed<Severity>>;
  readonly profiles: ReadonlyMap<string, Placed<readonly string[]>>;
}

/** A value and its `FILE:LINE`. */
export interface Placed<Value> {
  readonly value: Value;
  readonly origin: string;
}

/** What says which hosts are looked at, where no option does. */
export const HOSTS = 'hosts';
/** Commands that take hosts from a file; what changes hosts takes only those that are named. */
const LOOKS_AT_HOSTS: ReadonlySet<CommandName> = new Set(['check', 'plan', 'history']);
/** What a saved plan says itself. */
const OF_PLAN: ReadonlySet<string> = new Set(['need', 'profile', 'user', 'skip']);

/**
 * Adds what podready.ini says to the command line: of the project, the user and the system, each setting
 * from the strongest of them that has it. What was typed wins. Rejects with a `UsageError` that names
 * file and line.
 */
export async function configure(
  line: CommandLine,
  around: Surroundings = surroundings(),
): Promise<Configured> {
  const { config } = line.options;
  const found =
    config === false || !optionsOf(line.command).some(({ name }) => name === 'config')
      ? []
      : typeof config === 'string'
        ? [await namedFile(config, around)]
        : await findFiles(around);
  if (found.length === 0) return merge(line, [], []);
  // Loaded only here: most runs have no file.
  const { readConfig } = await import('./config-reader.ts');
  const files = found.map((file) => readConfig(file, around));
  const merged = merge(line, files, found);
  requireProfile(merged);
  return merged;
}

function merge(
  line: CommandLine,
  files: readonly ConfigFile[],
  found: readonly FoundFile[],
): Configured {
  const values = firstOf(files.map((file) => file.values));
  const severities = firstOf(files.map((file) => file.severities));
  const profiles = firstOf(files.map((file) => file.profiles));
  const settings = settable(line).map((option) => settingOf(option, line, values));
  const hosts = hostsOf(line, values);
  const stated = settings.filter(({ value, origin }) => value !== null && origin !== DEFAULT);
  return {
    argumentsGiven: hosts.value ?? line.argumentsGiven,
    options: {
      ...line.options,
      ...Object.fromEntries(stated.map(({ name, value }) => [attributeOf(name), value])),
    },
    rules: {
      severities: new Map([...severities].map(([id, { value }]) => [id, value])),
      profiles: new Map([
        ...PROFILES,
        ...[...profiles].map(([name, { value }]) => [name, value] as const),
      ]),
    },
    settings: [
      ...(hosts.value === null ? [] : [{ name: HOSTS, ...hosts }]),
      ...settings,
      ...[...severities].map(([id, one]) => ({ name: `severity ${id}`, ...one })),
      ...[...profiles].map(([name, one]) => ({ name: `profile ${name}`, ...one })),
    ],
    files: found.map(({ name, kind }) => ({ name, kind })),
  };
}

/** The options that a file may set, and those that were typed. */
function settable({ command, stated }: CommandLine): readonly OptionDefinition[] {
  return optionsOf(command).filter(
    ({ name, inFile }) =>
      (inFile !== undefined || stated.has(attributeOf(name))) && !OF_CONFIG.has(name),
  );
}

const OF_CONFIG: ReadonlySet<string> = new Set(['config', 'no-config', 'print-config']);
const DEFAULT = 'default';

function settingOf(
  { name, byDefault, inFile }: OptionDefinition,
  { options, stated }: CommandLine,
  values: ConfigFile['values'],
): Setting {
  const typed = options[attributeOf(name)];
  if (stated.has(attributeOf(name))) return { name, value: shown(typed), origin: `--${name}` };
  const isOfPlan = stated.has('plan') && OF_PLAN.has(name);
  const one = inFile === undefined || isOfPlan ? undefined : values.get(name);
  return one === undefined ? { name, value: byDefault ?? null, origin: DEFAULT } : { name, ...one };
}

function shown(value: unknown): SettingValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String) : null;
}

function hostsOf(
  { command, argumentsGiven, stated }: CommandLine,
  values: ConfigFile['values'],
): { readonly value: readonly string[] | null; readonly origin: string } {
  if (argumentsGiven.length > 0) return { value: argumentsGiven, origin: 'the command line' };
  const one = values.get(HOSTS);
  const isAsked = LOOKS_AT_HOSTS.has(command) && !stated.has('fromFacts');
  return isAsked && Array.isArray(one?.value)
    ? { value: one.value.map(String), origin: one.origin }
    : { value: null, origin: DEFAULT };
}

/** Of each name the value of the first map that has it. */
function firstOf<Value>(maps: readonly ReadonlyMap<string, Value>[]): ReadonlyMap<string, Value> {
  return new Map(maps.toReversed().flatMap((map) => [...map]));
}

/** A profile may be in another file than its name, so that it is looked for last. */
function requireProfile({ settings, rules: { profiles } }: Configured): void {
  const { value, origin } = settings.find(({ name }) => name === 'profile') ?? {};
  if (typeof value !== 'string' || profiles.has(value) || origin === '--profile') return;
  const hint = nearest(value, profiles.keys());
  const known =
    hint === undefined
      ? `expected one of ${[...profiles.keys()].join(', ')}`
      : `did you mean '${hint}'?`;
  throw new UsageError(printable(`${origin}: profile: there is no profile '${value}'; ${known}`));
}
