import type { Severity } from '../src/model/check.ts';
import type { Renderer, Report } from '../src/model/report.ts';
import { jsonDocument } from '../src/parse/json-document.ts';
import { printable } from '../src/parse/printable.ts';
import { placeOf } from './shared/place.ts';
import { type Problem, problemsOf, severityOf } from './shared/problems.ts';
import { ruleOf, statementOf } from './shared/statement.ts';

/**
 * GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
 * The path of an issue is the host and the path there: GitLab knows no hosts.
 */
export const gitlab = {
  format: 'gitlab',
  render(report: Report): string {
    return jsonDocument(problemsOf(report).map(issue));
  },
} as const satisfies Renderer;

function issue(problem: Problem): object {
  const { path, line } = placeOf(problem);
  return {
    description: printable(statementOf(problem)),
    check_name: ruleOf(problem),
    fingerprint: problem.fingerprint,
    severity: LEVELS[problem.kind][severityOf(problem)],
    location: { path, lines: { begin: line } },
  };
}

/** What is not known is never as mild as a note, and a host that was not seen is the worst. */
const LEVELS: Readonly<Record<Problem['kind'], Readonly<Record<Severity, string>>>> = {
  finding: { error: 'critical', warning: 'major', info: 'info' },
  undecided: { error: 'critical', warning: 'minor', info: 'minor' },
  unreached: { error: 'blocker', warning: 'blocker', info: 'blocker' },
};
