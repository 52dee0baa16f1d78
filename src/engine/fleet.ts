import pLimit from 'p-limit';
import type { GatherOptions } from '../gather/gather.ts';
import type { Needs } from '../model/need.ts';
import type { HostReport } from '../model/report.ts';
import type { Transport } from '../transport/transport.ts';
import { type Checked, checkHost, unreachable } from './check-host.ts';
import type { Selection } from './select.ts';

/** A host that is to be checked: how messages call it, and how to reach it. */
export interface FleetHost {
  readonly name: string;
  /** Over SSH: decides what is asked of the host by default. */
  readonly isRemote: boolean;
  readonly connect: () => Promise<Transport>;
}

export interface FleetOptions {
  /** Hosts that are looked at side by side. */
  readonly concurrency: number;
  readonly selection: Selection;
  readonly needs: Needs;
  readonly gather: GatherOptions;
  readonly onStart?: (host: string) => void;
  /** Called once a host; what it returns is awaited before the host's memory is let go. */
  readonly onDone?: (report: HostReport, checked: Checked | undefined) => Promise<void> | void;
}

/**
 * Checks hosts side by side; reports come back in the order of the hosts. A host that fails is a
 * report with an error, and never stops the others.
 */
export async function checkFleet(
  hosts: readonly FleetHost[],
  options: FleetOptions,
): Promise<readonly HostReport[]> {
  const limit = pLimit(options.concurrency);
  return await Promise.all(hosts.map((host) => limit(() => checkOne(host, options))));
}

async function checkOne(
  host: FleetHost,
  { selection, needs, gather, onStart, onDone }: FleetOptions,
): Promise<HostReport> {
  const { name, connect } = host;
  onStart?.(name);
  let checked: Checked | undefined;
  let report: HostReport;
  try {
    await using transport = await connect();
    checked = await checkHost(transport, selection, needs, gather);
    report = { ...checked.report, host: name };
  } catch (error) {
    report = renamed(unreachable(host, needs, error), gather.pseudonyms);
  }
  await onDone?.(report, checked);
  return report;
}

/** The message of an error names what it is about. */
function renamed(report: HostReport, pseudonyms: GatherOptions['pseudonyms']): HostReport {
  const { error } = report;
  if (pseudonyms === undefined || error === null) return report;
  const [message, hint] = [pseudonyms.text(error.message), pseudonyms.text(error.hint)];
  return { ...report, error: { ...error, message, hint } };
}
