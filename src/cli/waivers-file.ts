import { checks } from '../../checks/index.ts';
import { dayIn } from '../domain/waivers.ts';
import { nearest } from '../domain/nearest.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Waiver } from '../model/waiver.ts';
import { type IniEntry, parseIni } from '../parse/ini.ts';
import { matchesPattern } from '../parse/pattern.ts';
import { printable } from '../parse/printable.ts';

const REQUIRED = ['check', 'reason', 'owner', 'expires'] as const;
const KEYS: readonly string[] = [...REQUIRED, 'host'];

/**
 * Reads a file of waivers: each section is one, and its name is that of the waiver. Throws a `UsageError` that
 * names file and line at the first thing that is wrong: a waiver that is read wrongly would hide a failure.
 */
export function parseWaivers(text: string, file: string): readonly Waiver[] {
  const wrong = (line: number, message: string): UsageError =>
    new UsageError(printable(`${file}:${line}: ${message}`));
  const { sections, entries, problems } = parseIni(text);
  const [problem] = problems;
  if (problem !== undefined) throw wrong(problem.line, problem.message);
  const outside = entries.find(({ section }) => section === '');
  if (outside !== undefined) {
    throw wrong(
      outside.line,
      `${outside.key} belongs to a waiver: [NAME OF THE WAIVER] comes before`,
    );
  }
  const again = sections.find(
    ({ name }, at) => sections.findIndex((one) => one.name === name) < at,
  );
  if (again !== undefined) throw wrong(again.line, `there is another waiver [${again.name}] above`);
  return sections.map(({ name, line }) => {
    const own = entries.filter(({ section }) => section === name);
    return toWaiver({ name, line, entries: own, wrong });
  });
}

interface Section {
  readonly name: string;
  readonly line: number;
  readonly entries: readonly IniEntry[];
  readonly wrong: (line: number, message: string) => UsageError;
}

function toWaiver({ name, line, entries, wrong }: Section): Waiver {
  const values = new Map<string, IniEntry>();
  for (const entry of entries) {
    requireKey(entry, wrong);
    const earlier = values.get(entry.key);
    if (earlier !== undefined) {
      throw wrong(entry.line, `${entry.key} was set before, in line ${earlier.line}`);
    }
    values.set(entry.key, entry);
  }
  const missing = REQUIRED.find((key) => !values.has(key));
  if (missing !== undefined) throw wrong(line, `waiver [${name}] has no ${missing}`);
  const valueOf = (key: string): string => values.get(key)?.value ?? '';
  const failIn = (key: string, message: string): UsageError =>
    wrong(values.get(key)?.line ?? line, message);
  return {
    name,
    checks: patterns(valueOf('check'), (message) => failIn('check', message)),
    hosts: values.has('host') ? list(valueOf('host')) : ['*'],
    reason: valueOf('reason'),
    owner: valueOf('owner'),
    ...lastDay(valueOf('expires'), (message) => failIn('expires', message)),
  };
}

function requireKey({ key, value, line }: IniEntry, wrong: Section['wrong']): void {
  if (!KEYS.includes(key)) {
    const hint = nearest(key, KEYS);
    const meant =
      hint === undefined ? `expected one of ${KEYS.join(', ')}` : `did you mean '${hint}'?`;
    throw wrong(line, `a waiver has no '${key}'; ${meant}`);
  }
  // An empty pattern would be no pattern, and an empty reason none.
  if (list(value).includes('')) throw wrong(line, `${key} is empty`);
}

function list(value: string): readonly string[] {
  return value.split(',').map((one) => one.trim());
}

/** A pattern that no check has would never waive what it was meant for. */
function patterns(value: string, wrong: (message: string) => UsageError): readonly string[] {
  const ids = checks.map(({ meta }) => meta.id);
  for (const pattern of list(value)) {
    const plain = pattern.replace(/^!/u, '');
    if (ids.some((id) => matchesPattern(id, plain))) continue;
    const hint = nearest(plain, ids);
    const meant = hint === undefined ? 'podready list has them all' : `did you mean '${hint}'?`;
    throw wrong(`check: there is no check '${plain}'; ${meant}`);
  }
  return list(value);
}

/** `2027-03-31`, with or without the name of a time zone, or `never`. */
function lastDay(
  value: string,
  wrong: (message: string) => UsageError,
): Pick<Waiver, 'expires' | 'timeZone'> {
  if (value === 'never') return { expires: null, timeZone: 'UTC' };
  const { day = '', zone = 'UTC' } =
    /^(?<day>\d{4}-\d{2}-\d{2})(?:\s+(?<zone>[\w+/-]+))?$/u.exec(value)?.groups ?? {};
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day)) {
    throw wrong(
      `expires: expected the last day, such as 2027-03-31 or 2027-03-31 Europe/Berlin, or never; got '${value}'`,
    );
  }
  try {
    dayIn(zone, date);
  } catch {
    throw wrong(`expires: there is no time zone '${zone}'; expected a name such as Europe/Berlin`);
  }
  return { expires: day, timeZone: zone };
}
