import process from 'node:process';
import { symptoms } from '../../../symptoms/index.ts';
import { type SymptomMatch, symptomMatcher } from '../../domain/symptom-match.ts';
import {
  causesOf,
  decidingChecks,
  type JudgedCause,
  judgeCauses,
  needsToDecide,
  type PossibleCause,
} from '../../engine/diagnose.ts';
import { select } from '../../engine/select.ts';
import type { HostReport } from '../../model/report.ts';
import { UsageError } from '../../model/usage-error.ts';
import type { CommandFunction, Context } from '../context.ts';
import { exitCodeOfWhy } from '../exit-codes.ts';
import { lookAsAsked } from '../look.ts';
import { readMessage } from '../message.ts';
import { again, type NextOptions } from '../next-command.ts';
import { jsonDocument } from '../../parse/json-document.ts';
import { version } from '../version.ts';
import { type Diagnosis, whyText } from '../ui/why-text.ts';

/** Says what causes an error message, and which of the causes a host has. Changes nothing there. */
export const why: CommandFunction = async (argumentsGiven, context) => {
  const { settings, terminal, interruption } = context;
  refuseWhatMakesNoSense(context);
  const message = await readMessage(argumentsGiven, terminal);
  const matches = symptomMatcher(symptoms)(message);
  const possible = causesOf(matches);
  const asked = canAsk(context) ? await askHost(possible, message, context) : undefined;
  const diagnosis: Diagnosis = { message, matches, possible, ...asked };
  const document =
    settings.format === 'json'
      ? asJson(diagnosis)
      : whyText(diagnosis, {
          color: terminal.colorOfOut(settings.color),
          width: terminal.columns,
          verbose: settings.verbose,
        });
  const written = await terminal.writeOut(document);
  return exitCodeOfWhy({
    isKnown: matches.length > 0,
    states: new Set(diagnosis.causes?.map(({ state }) => state)),
    outputFailed: written === 'failed',
    interruptedBy: interruption.by,
  });
};

function refuseWhatMakesNoSense({ settings }: Pick<Context, 'settings'>): void {
  if (settings.fromFacts.length > 1) throw new UsageError('--from-facts: why asks one host');
  if (settings.check) return;
  const named = settings.host ?? settings.fromFacts[0];
  if (named !== undefined) {
    throw new UsageError(`--no-check looks at no host; leave out '${named}'`);
  }
}

/** A message that was brought to a machine without Podman is explained there all the same. */
function canAsk({ settings }: Pick<Context, 'settings'>): boolean {
  const isNamed = settings.host !== null || settings.fromFacts.length > 0;
  return settings.check && (isNamed || process.platform === 'linux');
}

/** Lets a host decide between the causes; nothing when no check knows anything about them. */
async function askHost(
  possible: readonly PossibleCause[],
  message: string,
  context: Context,
): Promise<Pick<Diagnosis, 'report' | 'causes' | 'next'> | undefined> {
  const ids = decidingChecks(possible);
  if (ids.length === 0) return undefined;
  const selection = select({ only: ids, skip: [] });
  const needs = needsToDecide(selection.checks, context.settings.needs, message);
  const settings = { ...context.settings, needs };
  const hosts = settings.host === null ? [] : [settings.host];
  const looked = await lookAsAsked(hosts, selection, { ...context, settings });
  const report = looked.hosts[0]?.report;
  if (report === undefined) return undefined;
  const causes = judgeCauses(possible, report);
  const options = { settings, local: settings.host === null, replayed: looked.replayed };
  return { report, causes, next: nextStep(causes, report, options) };
}

/** The fix of the likeliest cause, or what explains it. */
function nextStep(
  causes: readonly JudgedCause[],
  report: HostReport,
  options: NextOptions,
): string {
  const open = causes.find(({ state }) => state === 'confirmed' || state === 'undecided');
  const result = open?.result ?? null;
  if (result === null) return again('check', [report], options);
  // Only what failed has fixes; a saved snapshot may be of a host that is out of reach.
  const [fix] = options.replayed ? [] : result.fixes;
  return fix === undefined
    ? `podready explain ${result.check}`
    : again('fix', [report], options, ['--only', fix]);
}

function asJson({ message, matches, possible, report, causes }: Diagnosis): string {
  const host =
    report === undefined
      ? null
      : {
          host: report.host,
          user: report.user,
          needs: report.needs,
          error: report.error,
          gathered: report.gathered,
          machine: report.machine,
        };
  const document = {
    schemaVersion: '1.0',
    tool: { name: 'podready', version: version() },
    message,
    symptoms: matches.map(toJson),
    host,
    causes: causes ?? possible.map((one) => ({ ...one, state: null, result: null })),
  };
  return jsonDocument(document);
}

function toJson({ symptom, text, score }: SymptomMatch): object {
  const { id, title, references } = symptom;
  return { id, title, text, score: Math.round(score * 10) / 10, references };
}
