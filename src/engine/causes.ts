import type { Consequence, Finding } from '../model/check.ts';
import type { CheckResult, RootCause } from '../model/report.ts';
import { type Evaluation, seenBy } from './evaluate.ts';

/**
 * Folds consequences under their causes: a failed check is explained by another one when all of its
 * findings are findings that the other one's finding alone would produce on this host, or when it names
 * the other one itself, as outcomes do.
 */
export function explain(
  evaluations: readonly Evaluation[],
  results: readonly CheckResult[],
): readonly CheckResult[] {
  const severity = new Map(results.map((result) => [result.check, result.severity]));
  const isNote = ({ check }: Evaluation): boolean => severity.get(check.meta.id) === 'info';
  const failed = evaluations.filter(({ verdict }) => verdict.status === 'fail');
  const explainer = new Map<string, string>();
  for (const effect of failed) {
    // A note is no root cause, so a failure folded under one would vanish from the root causes.
    const others = failed.filter((one) => one !== effect && (!isNote(one) || isNote(effect)));
    const cause = others.find((one) => explainsAll(one, effect)) ?? likeliestCause(effect, others);
    if (cause !== undefined) explainer.set(effect.check.meta.id, cause.check.meta.id);
  }
  return results.map((result) => ({ ...result, explainedBy: rootOf(result.check, explainer) }));
}

/** Failures of warning or error that nothing else explains: errors first, then by what they explain. */
export function rootCausesOf(results: readonly CheckResult[]): readonly RootCause[] {
  return results
    .filter((one) => one.status === 'fail' && one.severity !== 'info' && one.explainedBy === null)
    .map((one) => ({
      check: one.check,
      severity: one.severity,
      message: one.findings.map(({ message }) => message).join(' '),
      evidence: one.findings.flatMap(({ evidence }) => evidence),
      explains: results
        .filter((other) => other.explainedBy === one.check)
        .map(({ check }) => check),
      fixes: one.fixes,
      commands: one.commands,
    }))
    .toSorted(
      (a, b) =>
        Number(b.severity === 'error') - Number(a.severity === 'error') ||
        b.explains.length - a.explains.length,
    );
}

function explainsAll(cause: Evaluation, effect: Evaluation): boolean {
  const consequences = findingsOf(cause).flatMap((finding) => ruleOf(cause, 'explains', finding));
  return findingsOf(effect).every((finding) =>
    consequences.some((one) => means(one, effect, finding)),
  );
}

/** Whether a rule speaks of this finding of this check. */
function means(
  { check, messageId, below }: Consequence,
  evaluation: Evaluation,
  finding: Finding,
): boolean {
  return (
    check === evaluation.check.meta.id &&
    (messageId === undefined || messageId === finding.messageId) &&
    (below === undefined || isBelow(placeOf(finding), below))
  );
}

/** What the finding is about, where that is a file or a directory. */
function placeOf({ data }: Finding): string {
  return String(data?.['file'] ?? data?.['path'] ?? '');
}

function isBelow(place: string, directory: string): boolean {
  return place === directory || place.startsWith(`${directory}/`);
}

/** The failure that comes first among those that an outcome says it may follow from. */
function likeliestCause(effect: Evaluation, others: readonly Evaluation[]): Evaluation | undefined {
  const [finding, ...rest] = findingsOf(effect);
  if (finding === undefined || rest.length > 0) return undefined;
  const found = ruleOf(effect, 'follows', finding).map((rule) =>
    others.find((one) => findingsOf(one).some((cause) => means(rule, one, cause))),
  );
  return found.find((one) => one !== undefined);
}

/** A rule that throws says nothing: both failures stay root causes. */
function ruleOf(
  { check, facts }: Evaluation,
  rule: 'explains' | 'follows',
  finding: Finding,
): readonly Consequence[] {
  try {
    return check[rule]?.(seenBy(check, facts) as never, finding as never) ?? [];
  } catch {
    return [];
  }
}

function findingsOf({ verdict }: Evaluation): readonly Finding[] {
  return verdict.status === 'fail' ? verdict.findings : [];
}

/** Follows the chain of explanations to its root. In a circle nothing is a root, so all stay causes. */
function rootOf(check: string, explainer: ReadonlyMap<string, string>): string | null {
  const seen = new Set([check]);
  let root: string | null = null;
  for (let at = explainer.get(check); at !== undefined; at = explainer.get(at)) {
    if (seen.has(at)) return null;
    seen.add(at);
    root = at;
  }
  return root;
}
