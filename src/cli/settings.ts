import type { Redaction } from '../model/bundle.ts';
import type { Severity } from '../model/check.ts';
import { RUN_ID } from '../model/journal.ts';
import type { Needs } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';
import type { ExitPolicy } from './exit-codes.ts';
import { parseNeeds } from './needs.ts';
import { parseDuration } from './duration.ts';
import type { CommandName } from './option-definition.ts';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type Output,
  parseOutput,
  requireDistinct,
} from './outputs.ts';
import { type Profiles, PROFILES, withProfile } from './profiles.ts';
import { REPORT_FORMATS, type ReportFormat } from './report-formats.ts';
import { withTarget } from './target.ts';

/** What commander read: every value by the camel-case name of its option. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** What the user asked for, checked. */
export interface Settings {
  /** The host that `why` asks. */
  readonly host: string | null;
  /** `false`: no host is asked. */
  readonly check: boolean;
  readonly user: string | null;
  /** Id of the run that `undo` takes back. */
  readonly run: string | null;
  /** Needs beyond the default ones, or beside the profile, which they hold. */
  readonly needs: Needs;
  /** Name of the set of needs that takes the place of the default ones. */
  readonly profile: string | null;
  /** Severities that checks have here, by id. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** The file of waivers. */
  readonly waivers: string | null;
  /** A saved report: what it holds is known. */
  readonly baseline: string | null;
  /** Seconds for which what fails is looked at again. */
  readonly wait: number | null;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Also start containers, to see outcomes. */
  readonly deep: boolean;
  readonly fromFacts: readonly string[];
  readonly saveFacts: string | null;
  readonly sudo: 'auto' | 'never' | 'ask';
  readonly timeout: number;
  readonly concurrency: number;
  readonly ssh: 'ssh2' | 'openssh';
  readonly sshConfig: string | null;
  readonly identity: string | null;
  readonly knownHosts: string | null;
  readonly acceptNew: boolean;
  readonly dryRun: boolean;
  /** A saved plan that the plan has to be equal to. */
  readonly plan: string | null;
  /** The tool that the plan is written for. */
  readonly exportAs: ExportFormat | null;
  /** The file with the public keys that are to be let in. */
  readonly authorizedKey: string | null;
  /** Of the connection that is to be made. */
  readonly name: string | null;
  readonly yes: 'safe' | 'disruptive' | null;
  readonly format: ReportFormat;
  readonly outputs: readonly Output[];
  /** The file that `collect` writes. */
  readonly bundle: string | null;
  readonly redact: Redaction;
  /** The private file with what was redacted. */
  readonly redactMap: string | null;
  readonly verbose: boolean;
  readonly color: ColorSetting;
  readonly debug: boolean;
  readonly exit: ExitPolicy;
  /** End with the codes of a Nagios plugin. */
  readonly nagiosExit: boolean;
}

export type ColorSetting = 'auto' | 'always' | 'never';

/** What settings depend on that is no option: it stands in configuration files alone. */
export interface Rules {
  readonly profiles: Profiles;
  readonly severities: ReadonlyMap<string, Severity>;
}

const NO_RULES: Rules = { profiles: PROFILES, severities: new Map() };

/** Reads and checks the options of a command. Throws a `UsageError` that names the value. */
export function readSettings(
  raw: RawOptions,
  command?: CommandName,
  { profiles, severities }: Rules = NO_RULES,
): Settings {
  const exportAs = oneOf(raw, 'export', EXPORT_FORMATS) ?? null;
  const files = { plans: command === 'plan', exports: exportAs !== null };
  return {
    ...readSelection(raw, profiles),
    severities,
    waivers: text(raw, 'waivers'),
    baseline: text(raw, 'baseline'),
    wait: parseDuration(text(raw, 'wait')),
    ...readReach(raw),
    run: runId(text(raw, 'run')),
    dryRun: flag(raw, 'dryRun'),
    plan: text(raw, 'plan'),
    exportAs,
    authorizedKey: text(raw, 'authorizedKey'),
    name: connectionNameOf(text(raw, 'name')),
    yes: oneOf(raw, 'yes', ['safe', 'disruptive']) ?? null,
    format: oneOf(raw, 'format', REPORT_FORMATS) ?? 'text',
    outputs: requireDistinct(list(raw, 'output').map((one) => parseOutput(one, files))),
    // For `collect` it is one file, and no list of reports.
    bundle: text(raw, 'output'),
    redact: oneOf<Redaction>(raw, 'redact', ['secrets', 'share']) ?? 'secrets',
    redactMap: text(raw, 'redactMap'),
    verbose: flag(raw, 'verbose'),
    color: oneOf(raw, 'color', ['auto', 'always', 'never']) ?? 'auto',
    debug: flag(raw, 'debug'),
    exit: {
      failOn: oneOf<Severity>(raw, 'failOn', ['error', 'warning', 'info']) ?? 'error',
      warnExit: flag(raw, 'warnExit'),
      strict: flag(raw, 'strict'),
      detailedExitcode: flag(raw, 'detailedExitcode'),
    },
    nagiosExit: oneOf(raw, 'exit', ['podready', 'nagios']) === 'nagios',
  };
}

function readSelection(
  raw: RawOptions,
  profiles: Profiles,
): Pick<
  Settings,
  | 'host'
  | 'check'
  | 'user'
  | 'needs'
  | 'profile'
  | 'only'
  | 'skip'
  | 'deep'
  | 'fromFacts'
  | 'saveFacts'
> {
  const profile = text(raw, 'profile');
  const needs = withProfile(parseNeeds(names(raw, 'need')), profile, profiles);
  return {
    host: text(raw, 'host'),
    check: raw['check'] !== false,
    user: userName(text(raw, 'user')),
    needs: withTarget(needs, text(raw, 'target')),
    profile,
    only: names(raw, 'only'),
    skip: names(raw, 'skip'),
    deep: flag(raw, 'deep'),
    fromFacts: list(raw, 'fromFacts'),
    saveFacts: text(raw, 'saveFacts'),
  };
}

function readReach(
  raw: RawOptions,
): Pick<
  Settings,
  'sudo' | 'timeout' | 'concurrency' | 'ssh' | 'sshConfig' | 'identity' | 'knownHosts' | 'acceptNew'
> {
  return {
    sudo: oneOf(raw, 'sudo', ['auto', 'never', 'ask']) ?? 'auto',
    timeout: wholeNumber(raw, 'timeout', {
      least: 5,
      most: 3600,
      byDefault: flag(raw, 'deep') ? 240 : 60,
    }),
    concurrency: wholeNumber(raw, 'concurrency', { least: 1, most: 512, byDefault: 16 }),
    ssh: oneOf(raw, 'ssh', ['ssh2', 'openssh']) ?? 'ssh2',
    sshConfig: text(raw, 'sshConfig'),
    identity: text(raw, 'identity'),
    knownHosts: text(raw, 'knownHosts'),
    acceptNew: flag(raw, 'acceptNew'),
  };
}

function text(raw: RawOptions, name: string): string | null {
  const value = raw[name];
  if (value === '') throw new UsageError(`${optionName(name)} is empty`);
  return typeof value === 'string' ? value : null;
}

function list(raw: RawOptions, name: string): readonly string[] {
  const value = raw[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function flag(raw: RawOptions, name: string): boolean {
  return raw[name] === true;
}

function oneOf<const Choice extends string>(
  raw: RawOptions,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = raw[name];
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw new UsageError(
    `${optionName(name)}: expected ${choices.join(', ')}; got ${JSON.stringify(value)}`,
  );
}

function wholeNumber(
  raw: RawOptions,
  name: string,
  { least, most, byDefault }: { least: number; most: number; byDefault: number },
): number {
  const value = text(raw, name) ?? String(byDefault);
  const number = /^\d{1,6}$/u.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(
    `${optionName(name)}: expected a whole number from ${least} to ${most}; got '${value}'`,
  );
}

/** A name that looks like an option is a forgotten value: `--user --yes`. */
function userName(name: string | null): string | null {
  if (name === null || /^[A-Za-z0-9_.][A-Za-z0-9_.@\\-]*\$?$/u.test(name)) return name;
  throw new UsageError(`--user: expected the name of a user; got '${name}'`);
}

function runId(id: string | null): string | null {
  if (id === null || RUN_ID.test(id)) return id;
  throw new UsageError(
    `--run: expected the id of a run, as podready history prints it; got '${id}'`,
  );
}

/** podman takes more, but who types `--name --yes` forgot the name. */
function connectionNameOf(name: string | null): string | null {
  if (name === null || /^[\w][\w.-]*$/u.test(name)) return name;
  throw new UsageError(`--name: expected letters, digits, '.', '_' and '-'; got '${name}'`);
}

/** Names by repetition or commas. One that is empty would silently select everything. */
function names(raw: RawOptions, name: string): readonly string[] {
  const all = list(raw, name).flatMap((value) => value.split(',').map((one) => one.trim()));
  if (all.includes('')) throw new UsageError(`${optionName(name)} is empty`);
  return all;
}

function optionName(name: string): string {
  return `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
