import { type Records, readRuns } from '../engine/runs.ts';
import { JOURNAL_FACTS } from '../engine/select.ts';
import type { GatherOptions } from '../gather/gather.ts';
import type { HostReport } from '../model/report.ts';
import type { Context } from './context.ts';
import type { Hosts } from './hosts.ts';
import { look } from './look.ts';

/** What the journals of one host say. */
export interface HostRecords {
  /** Who was asked, and whether it could be reached. */
  readonly report: HostReport;
  /** Nothing when it could not. */
  readonly records: Records | undefined;
}

/** Reads the journals of hosts side by side. No check is run. */
export async function lookAtRecords(
  hosts: Hosts,
  askPassword: GatherOptions['askPassword'],
  context: Context,
): Promise<readonly HostRecords[]> {
  const selection = { checks: [], fixes: [], facts: JOURNAL_FACTS };
  const looked = await look(hosts, selection, askPassword, context);
  return looked.hosts.map(({ report, checked }) => ({
    report,
    records: checked === undefined ? undefined : readRuns(checked.facts),
  }));
}

/** Whether all is known that the journals of a host say. */
export function isRead({ records }: HostRecords): boolean {
  return records !== undefined && records.unread.length === 0;
}
