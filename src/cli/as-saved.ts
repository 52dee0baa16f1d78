import { fixes } from '../../fixes/index.ts';
import { isOnRequest } from '../engine/plan.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { UsageError } from '../model/usage-error.ts';
import { parseHost, parseHosts } from '../transport/inventory.ts';
import type { Context } from './context.ts';
import { type FixSelection, selectForFix } from './fix-selection.ts';
import { formatNeeds } from './needs.ts';
import { loadPlan, unusable } from './plan-files.ts';
import { readSettings, type Settings } from './settings.ts';

/** A run as it is to be done, with what a saved plan says that the command line does not. */
export interface Run {
  readonly argumentsGiven: readonly string[];
  readonly context: Context;
  /** What the plan has to be equal to. */
  readonly saved: SavedPlan | null;
  readonly selected: FixSelection;
  /** The command that a plan which is only shown is followed by, where that is not `fix`. */
  readonly follow?: { readonly command: string; readonly more: readonly string[] };
}

/** The run that the command line asks for; with `--plan` the hosts and what is planned are those of the file. */
export async function asSaved(argumentsGiven: readonly string[], context: Context): Promise<Run> {
  const file = context.settings.plan;
  if (file === null) {
    return { argumentsGiven, context, saved: null, selected: selectForFix(context.settings) };
  }
  const saved = await loadPlan(file);
  const settings = settingsAsSaved(context.settings, saved, file);
  return {
    argumentsGiven: hostsAsSaved(argumentsGiven, saved, file),
    context: { ...context, settings },
    saved,
    selected: selectForFix(settings),
  };
}

/** The hosts of the file, in its order. Naming all of them is right, and naming others is not. */
function hostsAsSaved(
  argumentsGiven: readonly string[],
  { hosts }: SavedPlan,
  file: string,
): readonly string[] {
  const given = parseHosts(argumentsGiven).map(({ text }) => text);
  const names = hosts.some(({ local }) => local) ? thisMachine(hosts, file) : namesOf(hosts, file);
  const other = given.find((name) => !names.includes(name));
  if (other !== undefined) {
    throw new UsageError(
      `--plan ${file} is not about ${other}; leave the hosts out, or name its own`,
    );
  }
  const missing = names.find((name) => given.length > 0 && !given.includes(name));
  if (missing !== undefined) {
    throw new UsageError(
      `--plan ${file} is also about ${missing}; leave the hosts out, or name all`,
    );
  }
  return names;
}

/** This machine is what is looked at when no host is named. */
function thisMachine(hosts: SavedPlan['hosts'], file: string): readonly string[] {
  if (hosts.length === 1) return [];
  throw unusable(file, 'it is about this machine and others; save a plan for each');
}

function namesOf(hosts: SavedPlan['hosts'], file: string): readonly string[] {
  const names = hosts.map(({ host }) => host);
  const odd = names.find((name) => canonical(name, file) !== name);
  if (odd !== undefined) throw unusable(file, `not a host as podready writes it: ${odd}`);
  if (new Set(names).size !== names.length) throw unusable(file, 'it has two plans for one host');
  return names;
}

function canonical(name: string, file: string): string {
  try {
    return parseHost(name).text;
  } catch (error) {
    throw unusable(file, error);
  }
}

/** What is planned for is what the file says. An option that says the same may be repeated. */
function settingsAsSaved(settings: Settings, { asked }: SavedPlan, file: string): Settings {
  const then = askedOf(asked, file);
  for (const [name, given, saved] of [
    ['--user', userOf(settings), userOf(then)],
    ['--need', formatNeeds(settings.needs), formatNeeds(then.needs)],
    ['--only', settings.only, then.only],
    ['--skip', settings.skip, then.skip],
  ] as const) {
    if (given.length === 0 || sameNames(given, saved)) continue;
    const how = saved.length === 0 ? `without ${name}` : `with ${name} ${saved.join(',')}`;
    throw new UsageError(
      `${name} ${given.join(',')}: ${file} was saved ${how}; say the same, or nothing`,
    );
  }
  requireNamed(settings.only, then.only, file);
  return { ...settings, ...then };
}

type Asked = Pick<Settings, 'user' | 'needs' | 'only' | 'skip'>;

/** Read as from the command line: what is refused there is refused here. */
function askedOf({ user, needs, exact, only, skip }: SavedPlan['asked'], file: string): Asked {
  try {
    const raw = { need: needs, only, skip, ...(user === null ? {} : { user }) };
    const read = readSettings(raw);
    selectForFix(read);
    const asked = { ...read.needs, ...(exact === undefined ? {} : { exact }) };
    return { user: read.user, needs: asked, only: read.only, skip: read.skip };
  } catch (error) {
    throw unusable(file, error);
  }
}

function userOf({ user }: Asked): readonly string[] {
  return user === null ? [] : [user];
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  const sorted = (names: readonly string[]): string => [...new Set(names)].toSorted().join(',');
  return sorted(some) === sorted(others);
}

/** A file consents to nothing: what has to be named by id is named by who runs this. */
function requireNamed(given: readonly string[], saved: readonly string[], file: string): void {
  const fix = fixes.find(({ meta }) => isOnRequest(meta) && saved.includes(meta.id));
  if (fix === undefined || given.length > 0) return;
  throw new UsageError(
    `${file} asks for ${fix.meta.id}, which is done only when you name it: add --only ${saved.join(',')}`,
  );
}
