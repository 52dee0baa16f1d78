import type { CheckResult, ReportedWaiver } from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';

/** The lines about why a failure does not count, or counts again. */
export function acceptanceOf({ waiver, accepted, findings }: CheckResult): readonly string[] {
  if (waiver !== undefined) {
    const who = `owner: ${waiver.owner}; reason: ${waiver.reason}`;
    const what =
      waiver.state === 'expired' ? ended(waiver) : `Waived by “${waiver.name}” ${until(waiver)}`;
    return [printable(`${what}; ${who}`)];
  }
  const known = findings.filter((one) => one.known).length;
  if (accepted !== undefined) return ['In the baseline'];
  return known === 0 ? [] : [`${known} of ${findings.length} findings are in the baseline`];
}

/** That a waiver expired, and when. */
export function ended(waiver: ReportedWaiver): string {
  return `Waiver “${waiver.name}” expired at the end of ${dayOf(waiver)}`;
}

/** That a waiver ends soon, and when. */
export function ends(waiver: ReportedWaiver): string {
  const days =
    waiver.daysLeft === 0
      ? 'today'
      : `in ${waiver.daysLeft} ${waiver.daysLeft === 1 ? 'day' : 'days'}`;
  return `Waiver “${waiver.name}” ends ${days}, at the end of ${dayOf(waiver)}`;
}

function until(waiver: ReportedWaiver): string {
  return waiver.expires === null ? 'without an end' : `until the end of ${dayOf(waiver)}`;
}

function dayOf({ expires, timeZone }: ReportedWaiver): string {
  return `${expires} (${timeZone})`;
}
