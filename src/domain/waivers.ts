import type { CheckResult, HostReport, ReportedWaiver, WaiverInUse } from '../model/report.ts';
import type { Waiver } from '../model/waiver.ts';
import { matchesPatterns } from '../parse/pattern.ts';

/** Days before the end of a waiver in which it is told. */
export const NOTICE_DAYS = 14;

/** A waiver as it is at this moment: it ends with its last day, as the clocks of its time zone have it. */
export function waiverAt(waiver: Waiver, now: Date): ReportedWaiver {
  const { name, reason, owner, expires, timeZone } = waiver;
  const daysLeft = expires === null ? null : daysBetween(dayIn(timeZone, now), expires);
  return { name, reason, owner, expires, timeZone, daysLeft, state: stateOf(daysLeft) };
}

function stateOf(daysLeft: number | null): ReportedWaiver['state'] {
  if (daysLeft === null || daysLeft > NOTICE_DAYS) return 'in-force';
  return daysLeft < 0 ? 'expired' : 'ends-soon';
}

/** The date there, as ISO 8601 writes it. Throws a `RangeError` for a time zone that is none. */
export function dayIn(timeZone: string, now: Date): string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
}

/** The first waiver for a failure on a host; one that is in force before one that has expired. */
export function waiverFor<One extends { readonly waiver: Waiver; readonly at: ReportedWaiver }>(
  { check, status }: Pick<CheckResult, 'check' | 'status'>,
  host: string,
  waivers: readonly One[],
): One | undefined {
  if (status !== 'fail') return undefined;
  const meant = waivers.filter(
    ({ waiver }) => matchesPatterns(check, waiver.checks) && isOnHost(waiver, host),
  );
  return meant.find(({ at }) => at.state !== 'expired') ?? meant[0];
}

/** Patterns are about the name by which a host was asked, or about its host part alone. */
function isOnHost({ hosts }: Waiver, name: string): boolean {
  const host = /^(?:[^@]*@)?(?<host>\[[^\]]*\]|[^:]*)(?::\d+)?$/u.exec(name)?.groups?.['host'];
  const names = [name, ...(host === undefined ? [] : [host])];
  // A pattern with `!` takes the host out by either of its names.
  return names.some((one) => {
    return matchesPatterns(one, hosts) && names.every((other) => !isVetoed(other, hosts));
  });
}

function isVetoed(name: string, patterns: readonly string[]): boolean {
  const vetoes = patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  return matchesPatterns(name, vetoes);
}

/**
 * What became of each waiver in a run. It is unused only when all that it is about was judged and none
 * of it failed: of a host that was not reached, or a check that is unknown, nothing is known.
 */
export function waiversInUse(
  waivers: readonly { readonly waiver: Waiver; readonly at: ReportedWaiver }[],
  reports: readonly HostReport[],
  { narrowed }: { readonly narrowed: boolean },
): readonly WaiverInUse[] {
  return waivers.map(({ waiver, at }) => {
    const { checks, hosts } = waiver;
    return { ...at, checks, hosts, use: useOf(waiver, reports, narrowed) };
  });
}

/**
 * The waivers of several runs as those of one: used when one run used it, unused when none left it undecided. What is
 * in a file twice, or was seen at two moments, is there once, as it is nearest to its end.
 */
export function mergedWaivers(runs: readonly (readonly WaiverInUse[])[]): readonly WaiverInUse[] {
  const merged = new Map<string, WaiverInUse>();
  for (const one of runs.flat()) {
    const { name, reason, owner, expires, timeZone, checks, hosts } = one;
    const key = JSON.stringify([name, reason, owner, expires, timeZone, checks, hosts]);
    const other = merged.get(key);
    merged.set(key, other === undefined ? one : { ...later(one, other), use: usedBy(one, other) });
  }
  return [...merged.values()];
}

function later(one: WaiverInUse, other: WaiverInUse): WaiverInUse {
  return (one.daysLeft ?? 0) < (other.daysLeft ?? 0) ? one : other;
}

function usedBy(one: WaiverInUse, other: WaiverInUse): WaiverInUse['use'] {
  const uses: readonly WaiverInUse['use'][] = [one.use, other.use];
  return (['used', 'not-judged', 'unused'] as const).find((use) => uses.includes(use)) ?? one.use;
}

function useOf(
  waiver: Waiver,
  reports: readonly HostReport[],
  narrowed: boolean,
): WaiverInUse['use'] {
  const meant = reports.filter(({ host }) => isOnHost(waiver, host));
  const results = meant
    .flatMap((report) => report.results)
    .filter(({ check }) => matchesPatterns(check, waiver.checks));
  if (results.some(({ status }) => status === 'fail')) return 'used';
  const isOpen =
    narrowed ||
    results.length === 0 ||
    meant.some(({ error }) => error !== null) ||
    results.some(({ status }) => status === 'unknown');
  return isOpen ? 'not-judged' : 'unused';
}
