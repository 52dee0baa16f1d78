import type { FactId } from '../facts/index.ts';
import { fillCommand, fillMessage } from '../domain/message.ts';
import type { AnyCheck, Finding, Severity, Verdict } from '../model/check.ts';
import type { FactState } from '../model/fact.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { Needs } from '../model/need.ts';
import type { CheckResult, ReportedFinding } from '../model/report.ts';

/** What one check said of one host, before it is made a line of the report. */
export interface Evaluation {
  readonly check: AnyCheck;
  readonly facts: FactStates;
  readonly verdict: Verdict;
}

/**
 * Lets one check judge. The engine answers for it when a fact that it requires is unreadable, or when
 * it throws: `unknown` is never `pass` and never `fail`.
 */
export function evaluate(check: AnyCheck, facts: FactStates, needs: Needs): Evaluation {
  const unreadable = check.requires.map((id) => stateOf(facts, id)).find(isUnreadable);
  if (unreadable !== undefined) {
    return { check, facts, verdict: { status: 'unknown', because: unreadable.because } };
  }
  try {
    // `requires` and `consults` name the facts that `evaluate` reads; `defineCheck` saw to that.
    const verdict = check.evaluate(seenBy(check, facts) as never, needs);
    return { check, facts, verdict };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return {
      check,
      facts,
      verdict: { status: 'unknown', because: `defect in the check: ${what}` },
    };
  }
}

/** The facts that a check declared, and no others. */
export function seenBy(
  { requires, consults = [] }: Pick<AnyCheck, 'requires' | 'consults'>,
  facts: FactStates,
): Readonly<Record<string, FactState<unknown>>> {
  return Object.fromEntries([...requires, ...consults].map((id) => [id, stateOf(facts, id)]));
}

/** Severities in the place of those of the checks, by id. */
export type Severities = ReadonlyMap<string, Severity>;

/** A check whose needs nobody asked for is a note at most. */
export function severityFor({ meta }: AnyCheck, needs: Needs, changed?: Severities): Severity {
  const severity = changed?.get(meta.id) ?? meta.severity;
  return meta.needs.some((need) => needs.names.has(need)) ? severity : 'info';
}

/** The line of the report for one evaluation; `explainedBy` is not yet known. */
export function toResult(
  { check, verdict }: Evaluation,
  needs: Needs,
  changed?: Severities,
): CheckResult {
  const { meta } = check;
  const findings = verdict.status === 'fail' ? verdict.findings : [];
  return {
    check: meta.id,
    area: meta.area,
    title: verdict.status === 'fail' ? meta.failureTitle : meta.title,
    severity: severityFor(check, needs, changed),
    status: verdict.status,
    findings: findings.map((finding) => toFinding(check, finding)),
    because: 'because' in verdict ? verdict.because : null,
    explainedBy: null,
    fixes: verdict.status === 'fail' ? meta.fixes : [],
    commands: unique(findings.flatMap((finding) => commandsFor(check, finding))),
    docs: `docs/checks/${meta.id}.md`,
  };
}

function toFinding(
  { meta }: AnyCheck,
  { messageId, data = {}, evidence }: Finding,
): ReportedFinding {
  const message = fillMessage(meta.messages[messageId] ?? messageId, data);
  return { messageId, message, data, evidence };
}

function commandsFor({ meta }: AnyCheck, { messageId, data = {} }: Finding): readonly string[] {
  return (meta.commands[messageId] ?? []).map((command) => fillCommand(command, data));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function stateOf(facts: FactStates, id: FactId): FactState<unknown> {
  return (
    facts[id] ?? { state: 'unreadable', reason: 'not-gathered', because: `${id} was not gathered` }
  );
}

function isUnreadable(
  state: FactState<unknown>,
): state is FactState<unknown> & { state: 'unreadable' } {
  return state.state === 'unreadable';
}
