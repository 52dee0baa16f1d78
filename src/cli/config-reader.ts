import { checks } from '../../checks/index.ts';
import { nearest } from '../domain/nearest.ts';
import type { Severity } from '../model/check.ts';
import { UsageError } from '../model/usage-error.ts';
import { type IniDocument, type IniEntry, parseIni } from '../parse/ini.ts';
import { printable } from '../parse/printable.ts';
import { parseHosts } from '../transport/inventory.ts';
import { type ConfigFile, HOSTS, type Placed, type SettingValue } from './config.ts';
import { type FoundFile, pathIn, staysInFolder, type Surroundings } from './config-files.ts';
import type { OptionDefinition } from './option-definition.ts';
import { attributeOf } from './option-table.ts';
import { OPTIONS } from './options.ts';
import { PROFILES } from './profiles.ts';
import { readSettings } from './settings.ts';

/** Where errors are said to be, and what the file may set. */
interface Reading {
  readonly file: FoundFile;
  readonly around: Surroundings;
}

/**
 * Reads one podready.ini. Throws a `UsageError` that names file and line at the first thing that is
 * wrong. Nothing of it becomes a property of an object: its keys are data.
 */
export function readConfig(file: FoundFile, around: Surroundings): ConfigFile {
  const document = parseIni(file.text);
  const reading = { file, around };
  const [problem] = document.problems;
  if (problem !== undefined) throw wrong(reading, problem.line, problem.message);
  requireSections(document, reading);
  const values = new Map<string, Placed<SettingValue>>();
  const severities = new Map<string, Placed<Severity>>();
  const profiles = new Map<string, Placed<readonly string[]>>();
  for (const entry of document.entries) {
    const origin = `${file.name}:${entry.line}`;
    const { section, key } = entry;
    if (section === '') {
      const earlier = values.get(key);
      values.set(key, { value: valueOf(entry, earlier, reading), origin });
    } else if (section === SEVERITY) {
      requireNew(severities.get(key), entry, reading);
      severities.set(key, { value: severityOf(entry, reading), origin });
    } else {
      const name = profileName(section) ?? '';
      requireNew(profiles.get(name), entry, reading);
      profiles.set(name, { value: needsOf(entry, reading), origin });
    }
  }
  return { values, severities, profiles };
}

const SEVERITY = 'severity';

function profileName(section: string): string | undefined {
  return /^profile\s+(?<name>[A-Za-z\d][\w.-]*)$/u.exec(section)?.groups?.['name'];
}

function requireSections({ sections }: IniDocument, reading: Reading): void {
  const seen = new Set<string>();
  for (const { name, line } of sections) {
    if (name !== SEVERITY && profileName(name) === undefined) {
      throw wrong(reading, line, `[${name}]: expected [severity] or [profile NAME]`);
    }
    const profile = profileName(name);
    if (profile !== undefined && PROFILES.has(profile)) {
      throw wrong(reading, line, `[${name}]: podready has a profile of that name; choose another`);
    }
    if (seen.has(name)) throw wrong(reading, line, `[${name}] stands here for the second time`);
    seen.add(name);
  }
}

/** The definition that says whether files may set it: an option may have several, by command. */
function definitionOf(key: string): OptionDefinition | undefined {
  const all: readonly OptionDefinition[] = OPTIONS;
  const named = all.filter(({ name }) => name === key);
  return named.find(({ inFile }) => inFile !== undefined) ?? named[0];
}

/** Every key that a file may have. */
function knownKeys(): readonly string[] {
  const all: readonly OptionDefinition[] = OPTIONS;
  const names = all.filter(({ inFile }) => inFile !== undefined).map(({ name }) => name);
  return [...new Set([HOSTS, ...names])];
}

function valueOf(
  entry: IniEntry,
  earlier: Placed<SettingValue> | undefined,
  reading: Reading,
): SettingValue {
  const { key, value, line } = entry;
  const option = key === HOSTS ? undefined : definitionOf(key);
  requireAllowed(key, option, line, reading);
  if (value === '') throw wrong(reading, line, `${key} is empty`);
  const isList = key === HOSTS || option?.repeatable === true;
  if (!isList) requireNew(earlier, entry, reading);
  const before = Array.isArray(earlier?.value) ? earlier.value.map(String) : [];
  const all = isList ? [...before, ...listOf(key, value)] : singleOf(entry, option, reading);
  checkValue(key, all, line, reading);
  return all;
}

/** File names may hold commas, so that each output is a line of its own. */
function listOf(key: string, value: string): readonly string[] {
  return key === 'output' ? [value] : value.split(',').map((one) => one.trim());
}

function singleOf(
  { key, value, line }: IniEntry,
  option: OptionDefinition | undefined,
  reading: Reading,
): SettingValue {
  if (option?.value === undefined) {
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrong(reading, line, `${key}: expected true or false; got '${value}'`);
  }
  if (option.value !== 'FILE' || (key === 'ssh-config' && value === 'none')) return value;
  const path = pathIn(reading.file, value, reading.around.home);
  if (reading.file.kind === 'project' && !staysInFolder(reading.file, path)) {
    throw wrong(
      reading,
      line,
      `${key}: a file found in the working directory may only name files in its own folder; got '${value}'`,
    );
  }
  return path;
}

function requireAllowed(
  key: string,
  option: OptionDefinition | undefined,
  line: number,
  reading: Reading,
): void {
  if (key !== HOSTS && option === undefined) {
    const hint = nearest(key, knownKeys());
    const meant =
      hint === undefined ? `expected one of ${knownKeys().join(', ')}` : `did you mean '${hint}'?`;
    throw wrong(reading, line, `there is no setting '${key}'; ${meant}`);
  }
  if (key !== HOSTS && option?.inFile === undefined) {
    throw wrong(reading, line, `${key} can only be said on the command line: --${key}`);
  }
  if (reading.file.kind === 'project' && option?.inFile !== 'anyone') {
    throw wrong(
      reading,
      line,
      `${key}: refused, for whoever writes to the working directory could choose it; set it in ~/.config/podready/podready.ini, or on the command line`,
    );
  }
}

function requireNew(
  earlier: Placed<unknown> | undefined,
  { key, line }: IniEntry,
  reading: Reading,
): void {
  if (earlier === undefined) return;
  throw wrong(reading, line, `${key} was set before, at ${earlier.origin}`);
}

/** What the command line refuses is refused here, by the same rules. */
function checkValue(key: string, value: SettingValue, line: number, reading: Reading): void {
  try {
    if (key === HOSTS) parseHosts(Array.isArray(value) ? value.map(String) : []);
    // Which profiles there are is known when all files are read.
    else if (key !== 'profile') readSettings({ [attributeOf(key)]: value });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw wrong(reading, line, error.message.replace(/^--/u, ''));
  }
}

function severityOf({ key, value, line }: IniEntry, reading: Reading): Severity {
  const ids = checks.map(({ meta }) => meta.id);
  if (!ids.includes(key)) {
    const hint = nearest(key, ids);
    const meant = hint === undefined ? 'podready list has them all' : `did you mean '${hint}'?`;
    throw wrong(reading, line, `there is no check '${key}'; ${meant}`);
  }
  const severity = SEVERITIES.find((one) => one === value);
  if (severity !== undefined) return severity;
  throw wrong(reading, line, `${key}: expected ${SEVERITIES.join(', ')}; got '${value}'`);
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

function needsOf({ key, value, line }: IniEntry, reading: Reading): readonly string[] {
  if (key !== 'need') {
    throw wrong(reading, line, `a profile has one setting, need; got '${key}'`);
  }
  const needs = listOf(key, value);
  checkValue(key, needs, line, reading);
  return needs;
}

/** Keys and values of the file are data, also in what is said about them. */
function wrong({ file }: Reading, line: number, message: string): UsageError {
  return new UsageError(printable(`${file.name}:${line}: ${message}`));
}
