import { facts as definitions, type FactId } from '../facts/index.ts';
import { gather, type GatherOptions } from '../gather/gather.ts';
import { redact } from '../gather/redact.ts';
import { readFacts, type Snapshot } from '../gather/snapshot.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { NeedName, Needs } from '../model/need.ts';
import type { CheckResult, HostError, HostReport, HostVerdict } from '../model/report.ts';
import { type Transport, TransportError } from '../transport/transport.ts';
import { afterReboot } from './after-reboot.ts';
import { explain, rootCausesOf } from './causes.ts';
import { evaluate, toResult } from './evaluate.ts';
import { idMapsOf } from './id-maps.ts';
import { accept, withoutAcceptance } from './policy.ts';
import { machineOf, MACHINE_FACTS } from './machine.ts';
import type { Selection } from './select.ts';

/** A report, and the snapshot that it was made from. */
export interface Checked {
  readonly report: HostReport;
  readonly snapshot: Snapshot;
  readonly facts: FactStates;
}

/** Every fact that there is. */
export function allFacts(): readonly FactId[] {
  return Object.keys(definitions) as FactId[];
}

/** The facts that a selection needs or names, and those that describe the machine. */
export function factsFor({ checks, fixes = [], facts = [] }: Selection): readonly FactId[] {
  const ids = new Set<FactId>([...MACHINE_FACTS, ...facts]);
  for (const { requires, consults = [] } of [...checks, ...fixes]) {
    for (const id of [...requires, ...consults]) ids.add(id);
  }
  return allFacts().filter((id) => ids.has(id));
}

/** Looks at one host and judges it. Rejects with a `TransportError` when it could not be looked at. */
export async function checkHost(
  transport: Transport,
  selection: Selection,
  added: Needs,
  options: GatherOptions,
): Promise<Checked> {
  const snapshot = await gather(transport, factsFor(selection), options);
  return checkSnapshot(snapshot, selection, added);
}

/** Judges what was seen of a host, now or earlier. Pure but for the parsers' own purity. */
export function checkSnapshot(snapshot: Snapshot, selection: Selection, added: Needs): Checked {
  const facts = readFacts(snapshot, factsFor(selection));
  const needs = defaultNeeds(snapshot, facts, added);
  const evaluations = selection.checks.map((check) => evaluate(check, facts, needs));
  const user = facts.user?.state === 'known' ? facts.user.value.name : null;
  const { policy } = selection;
  const found = evaluations.map((one) => toResult(one, needs, policy?.severities));
  const judged =
    policy === undefined ? found : accept(found, { host: snapshot.host, user }, policy);
  const results = explain(evaluations, judged);
  // What is accepted is in the way all the same.
  const asFound = results.map(withoutAcceptance);
  const ids = idMapsOf(facts);
  const reboot = afterReboot(selection, asFound, needs.names);
  const report: HostReport = {
    host: snapshot.host,
    user,
    ...asked(needs),
    verdict: verdictOf(asFound),
    ...(reboot === undefined ? {} : { afterReboot: reboot }),
    error: null,
    gathered: {
      at: snapshot.at,
      transport: snapshot.client.transport,
      milliseconds: snapshot.milliseconds,
      execs: snapshot.execs,
      privilege: snapshot.privilege,
    },
    machine: machineOf(facts),
    ...(ids === undefined ? {} : { ids }),
    results,
    rootCauses: rootCausesOf(results),
  };
  return { report, snapshot, facts };
}

/** The report of a host that could not be looked at; `added` are the needs that were asked for. */
export function unreachable(
  { name, isRemote }: { readonly name: string; readonly isRemote: boolean },
  added: Needs,
  error: unknown,
): HostReport {
  return {
    host: name,
    user: null,
    ...asked(withDefaults(isRemote, false, added)),
    verdict: 'unknown',
    error: hostError(error),
    gathered: null,
    machine: null,
    results: [],
    rootCauses: [],
  };
}

/**
 * What is asked of a host when nobody says: `run` here, and all that remote use takes over SSH. For
 * root `rootful` replaces `run`. A profile says all that is asked.
 */
export function defaultNeeds(
  { client }: Pick<Snapshot, 'client'>,
  { user }: Pick<FactStates, 'user'>,
  added: Needs,
): Needs {
  const isRoot = user?.state === 'known' && user.value.uid === 0;
  const isRemote = client.transport === 'ssh' || client.transport === 'openssh';
  return withDefaults(isRemote, isRoot, added);
}

function withDefaults(isRemote: boolean, isRoot: boolean, added: Needs): Needs {
  const run: NeedName = isRoot ? 'rootful' : 'run';
  const isWide = isRemote && added.exact !== true;
  const names: readonly NeedName[] = isWide ? [run, 'api', 'boot', 'remote'] : [run];
  const more = added.exact === true ? [...added.names].filter((one) => one !== 'run') : added.names;
  return { ...added, names: new Set([...names, ...more]) };
}

/** What was asked of the host, as the report says it. */
function asked({ names, ports, target }: Needs): Pick<HostReport, 'needs' | 'target'> {
  return {
    needs: [
      ...[...names]
        .filter((name) => name !== 'upgrade')
        .filter((name) => name !== 'publish' || ports.length === 0),
      ...ports.map((port): `publish:${number}` => `publish:${port}`),
    ],
    ...(target === undefined ? {} : { target: `${target.program}@${target.version}` }),
  };
}

function verdictOf(results: readonly CheckResult[]): HostVerdict {
  const errors = results.filter(({ severity }) => severity === 'error');
  if (errors.some(({ status }) => status === 'fail')) return 'not-ready';
  return errors.some(({ status }) => status === 'unknown') ? 'unknown' : 'ready';
}

/** A defect on one host must not lose the reports of the others, so it is reported with them. */
function hostError(error: unknown): HostError {
  if (error instanceof TransportError) {
    // It may quote what a host said: its banner, the output of a login shell.
    return { step: error.step, message: redact(error.message), hint: error.hint };
  }
  const what = error instanceof Error ? error.message : String(error);
  return {
    step: 'probe',
    message: `defect in podready: ${redact(what)}`,
    hint: 'Run again with --debug, and report what it prints.',
  };
}
