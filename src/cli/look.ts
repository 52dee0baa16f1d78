import { type Checked, checkSnapshot, unreachable } from '../engine/check-host.ts';
import { checkFleet } from '../engine/fleet.ts';
import type { Selection } from '../engine/select.ts';
import type { BundleItem } from '../bundle/bundle.ts';
import type { Needs } from '../model/need.ts';
import type { HostReport } from '../model/report.ts';
import { TransportError } from '../transport/transport.ts';
import type { GatherOptions } from '../gather/gather.ts';
import type { Pseudonyms } from '../gather/pseudonyms.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import { isBundleName } from './bundle-name.ts';
import { type Hosts, hostsOf } from './hosts.ts';
import { createProgress } from './ui/progress.ts';

/** One host that was looked at. */
export interface Looked {
  readonly report: HostReport;
  /** What the report was made from; nothing when the host could not be looked at. */
  readonly checked: Checked | undefined;
}

/** All hosts, in the order in which they were named. */
export interface LookedAt {
  readonly hosts: readonly Looked[];
  /** `false` when a snapshot could not be saved; a bundle is written at the end: `saveLooked`. */
  readonly saved: boolean;
  /** No host was touched. */
  readonly replayed: boolean;
}

/** Is told of every host as soon as it is done; what it returns is awaited. */
export type OnReport = (report: HostReport) => Promise<void>;

/** Looks at what the command line names: hosts, saved snapshots, or this machine. */
export async function lookAsAsked(
  argumentsGiven: readonly string[],
  selection: Selection,
  context: Context,
  onReport?: OnReport,
): Promise<LookedAt> {
  const { settings, terminal } = context;
  if (settings.fromFacts.length > 0) {
    const [host] = argumentsGiven;
    if (host !== undefined) {
      throw new UsageError(`--from-facts touches no host; leave out '${host}'`);
    }
    if (settings.saveFacts !== null) {
      throw new UsageError(
        '--save-facts writes what is seen of a host, and --from-facts touches none; leave one of them out',
      );
    }
    return await lookAtSnapshots(selection, context, onReport);
  }
  const askPassword =
    settings.sudo === 'ask'
      ? (await import('./ui/questions.ts')).passwordPrompt(terminal)
      : undefined;
  await using hosts = await hostsOf(argumentsGiven, context);
  return await look(hosts, selection, askPassword, context, onReport);
}

/** Looks at hosts side by side. */
export async function look(
  { hosts: named, user }: Hosts,
  selection: Selection,
  askPassword: GatherOptions['askPassword'],
  context: Context,
  onReport?: OnReport,
): Promise<LookedAt> {
  const { settings, terminal, interruption, pseudonyms } = context;
  const hosts =
    pseudonyms === undefined
      ? named
      : named.map((host) => ({ ...host, name: pseudonyms.host(host.name) }));
  const names = hosts.map(({ name }) => name);
  // Progress is drawn over lines that somebody else writes to the same terminal.
  const quiet = askPassword !== undefined || settings.debug || onReport !== undefined;
  const progress = createProgress(names, terminal, { quiet });
  const release = interruption.hold(progress.stop);
  const checked = new Map<string, Checked>();
  const bundled = settings.saveFacts !== null && isBundleName(settings.saveFacts);
  let saved = true;
  const reports = await checkFleet(hosts, {
    concurrency: settings.concurrency,
    selection: bundled ? await forBundle(selection, settings) : selection,
    needs: settings.needs,
    gather: {
      ...gatherOptions(user, askPassword, context),
      ...(pseudonyms === undefined ? {} : { pseudonyms }),
    },
    onDone: async (report, one) => {
      progress.done(report);
      if (settings.debug) terminal.writeErr(traceOf(report));
      await onReport?.(report);
      if (one === undefined) return;
      // Fleets are large: what was seen is kept only for a run that plans, or writes it at its end.
      if (selection.fixes !== undefined || bundled) checked.set(report.host, one);
      if (!bundled && !(await save({ ...one, report }, context))) saved = false;
    },
  });
  await progress.stop();
  release();
  return {
    hosts: reports.map((report) => ({ report, checked: checked.get(report.host) })),
    saved,
    replayed: false,
  };
}

async function forBundle(selection: Selection, settings: Context['settings']): Promise<Selection> {
  const { factsOfBundle } = await import('./facts-files.ts');
  return { ...selection, facts: factsOfBundle(settings) };
}

/** The same judgement of snapshots that were saved earlier; no host is touched. */
async function lookAtSnapshots(
  selection: Selection,
  { settings, pseudonyms }: Pick<Context, 'settings' | 'pseudonyms'>,
  onReport?: OnReport,
): Promise<LookedAt> {
  const hosts: Looked[] = [];
  const { readFactsFile } = await import('../bundle/read-facts.ts');
  for (const file of settings.fromFacts) {
    const { items } = await readFactsFile(file, { user: settings.user });
    for (const item of items) {
      const looked = judgeItem(itemAs(item, pseudonyms), selection, settings.needs);
      hosts.push(looked);
      await onReport?.(looked.report);
    }
  }
  return { hosts, saved: true, replayed: true };
}

function itemAs(item: BundleItem, pseudonyms: Pseudonyms | undefined): BundleItem {
  if (pseudonyms === undefined) return item;
  if (item.status === 'gathered') return { ...item, snapshot: pseudonyms.snapshot(item.snapshot) };
  const host = pseudonyms.host(item.host);
  return { ...item, host, error: { ...item.error, message: pseudonyms.text(item.error.message) } };
}

/** A host that could not be looked at then stays one that could not be looked at. */
export function judgeItem(item: BundleItem, selection: Selection, needs: Needs): Looked {
  if (item.status === 'skipped') {
    const { step, message, hint } = item.error;
    const error = new TransportError(step, message, hint);
    return { report: unreachable({ ...item, name: item.host }, needs, error), checked: undefined };
  }
  const checked = checkSnapshot(item.snapshot, selection, needs);
  return { report: checked.report, checked };
}

/** How every host of a run is read. */
export function gatherOptions(
  user: string,
  askPassword: GatherOptions['askPassword'],
  { settings }: Pick<Context, 'settings'>,
): GatherOptions {
  return {
    sudo: settings.sudo,
    user,
    hostSeconds: settings.timeout,
    ...(askPassword === undefined ? {} : { askPassword }),
  };
}

function traceOf({ host, gathered, error, results }: HostReport): string {
  if (error !== null) return `debug: ${host}: ${error.step}: ${printable(error.message)}\n`;
  const unknown = results.filter(({ status }) => status === 'unknown').length;
  const how = `${gathered?.transport}, ${gathered?.execs} sessions, privilege ${gathered?.privilege}`;
  return `debug: ${host}: ${gathered?.milliseconds} ms, ${how}, ${unknown} unknown\n`;
}

async function save(
  { report, snapshot }: Checked,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<boolean> {
  if (settings.saveFacts === null) return true;
  try {
    const { saveSnapshot } = await import('./facts-files.ts');
    await saveSnapshot(settings.saveFacts, { ...snapshot, host: report.host });
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.writeErr(`error: --save-facts ${settings.saveFacts}: ${report.host}: ${why}\n`);
    return false;
  }
}

/** Writes the bundle that `--save-facts` names, of the last look at each host. `false` when it could not be written. */
export async function saveLooked(
  { hosts, saved }: LookedAt,
  isRemote: boolean,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<boolean> {
  const { saveFacts, redact } = settings;
  if (saveFacts === null || !isBundleName(saveFacts)) return saved;
  try {
    const { saveBundle } = await import('./facts-files.ts');
    await saveBundle(saveFacts, hosts, { isRemote, redact });
    return saved;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.writeErr(`error: --save-facts ${saveFacts} could not be written: ${why}\n`);
    return false;
  }
}
