import type { Evidence, Severity } from '../src/model/check.ts';
import type { CheckResult, Renderer, Report } from '../src/model/report.ts';
import { jsonDocument } from '../src/parse/json-document.ts';
import { printable } from '../src/parse/printable.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { placeOf } from './shared/place.ts';
import { type Problem, problemsOf, severityOf } from './shared/problems.ts';
import { statementOf } from './shared/statement.ts';

/**
 * SARIF 2.1.0 with one run: a result for every finding and for every check that could not be decided, a
 * notification for every host that could not be looked at.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif = {
  format: 'sarif',
  render(report: Report): string {
    const problems = problemsOf(report);
    const results = problems.filter((problem) => problem.kind !== 'unreached');
    const unknown = problems.filter((problem) => problem.kind !== 'finding');
    const rules = rulesOf(results);
    const ids = rules.map(({ id }) => id);
    return jsonDocument({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { ...driver(report), rules, notifications: NOTIFICATIONS } },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { HOSTS: { description: { text: 'One folder for every host.' } } },
          invocations: [
            {
              // Whoever reads only this must not take a host that was not seen for a good one.
              executionSuccessful: !unknown.some((problem) => severityOf(problem) === 'error'),
              toolExecutionNotifications: unknown.map((problem) => notification(problem, ids)),
            },
          ],
          results: results.map((problem) => ({
            ...resultOf(problem, ids),
            ...decidedOf(problem, report),
          })),
        },
      ],
    });
  },
} as const satisfies Renderer;

type Judged = Exclude<Problem, { readonly kind: 'unreached' }>;

function driver({ tool }: Report): object {
  const version = printable(tool.version);
  return { name: tool.name, version, semanticVersion: version };
}

/** Checks by id, each as the first problem has it. */
function rulesOf(problems: readonly Judged[]): readonly (object & { readonly id: string })[] {
  const first = new Map<string, CheckResult>();
  for (const { result } of problems) {
    if (!first.has(result.check)) first.set(result.check, result);
  }
  return [...first.values()].map(({ check, area, title, severity, docs }) => {
    const more = 'what it means, and how to repair it by hand';
    return {
      id: check,
      shortDescription: { text: printable(title) },
      help: {
        text: `podready explain ${check}: ${more} (${printable(docs)})`,
        markdown: `\`podready explain ${check}\`: ${more}`,
      },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { tags: [area] },
    };
  });
}

const NOTIFICATIONS = [
  {
    id: 'host-not-reached',
    shortDescription: { text: 'A host could not be looked at.' },
    help: { text: 'The message names the step that failed.' },
  },
  {
    id: 'check-undecided',
    shortDescription: { text: 'A check could not be decided.' },
    help: { text: 'The message says what could not be read.' },
  },
] as const;

function resultOf(problem: Judged, rules: readonly string[]): object {
  // "Open": there was not enough information to decide. Such a result has no level (3.27.9, 3.27.10).
  const isOpen = problem.kind === 'undecided';
  return {
    ruleId: problem.result.check,
    ruleIndex: rules.indexOf(problem.result.check),
    kind: isOpen ? 'open' : 'fail',
    level: isOpen ? 'none' : LEVELS[severityOf(problem)],
    message: { text: messageOf(problem) },
    locations: [location(problem)],
    partialFingerprints: {
      'podreadyFinding/v1': problem.fingerprint,
      // The only one that GitHub's code scanning compares.
      primaryLocationLineHash: `${problem.fingerprint}:1`,
    },
    ...(problem.kind === 'finding' ? { properties: propertiesOf(problem) } : {}),
  };
}

/** What was decided before: a waiver in force suppresses (3.27.23), a baseline says what is new (3.27.24). */
function decidedOf(problem: Judged, { baseline }: Report): object {
  const { accepted } = problem.result;
  const isKnown = problem.kind === 'finding' && problem.known;
  return {
    ...(accepted?.by === 'waiver'
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: acceptanceOf(problem.result).join('; '),
            },
          ],
        }
      : {}),
    ...(baseline === undefined ? {} : { baselineState: isKnown ? 'unchanged' : 'new' }),
  };
}

function messageOf(problem: Problem): string {
  const follows =
    problem.kind === 'finding' && problem.result.explainedBy !== null
      ? ` It follows from ${problem.result.explainedBy}.`
      : '';
  return printable(`${problem.host.host}: ${statementOf(problem)}`) + follows;
}

function propertiesOf({
  evidence,
  result: { commands, fixes },
}: Extract<Problem, { readonly kind: 'finding' }>): object {
  return {
    evidence: evidence.map(({ kind, where, line, found, expected }: Evidence) => ({
      kind,
      where: printable(where),
      ...(line === undefined ? {} : { line }),
      found: printable(found),
      expected: printable(expected),
    })),
    commands: commands.map(printable),
    fixes,
  };
}

function location(problem: Problem): object {
  const { path, line } = placeOf(problem);
  const { host, user } = problem.host;
  const name = printable(host);
  return {
    physicalLocation: {
      artifactLocation: {
        uri: path.split('/').map(encodeURIComponent).join('/'),
        uriBaseId: 'HOSTS',
      },
      region: { startLine: line },
    },
    logicalLocations: [
      {
        name,
        fullyQualifiedName: user === null ? name : `${name} (${printable(user)})`,
        kind: 'host',
      },
    ],
  };
}

function notification(problem: Problem, rules: readonly string[]): object {
  const index = problem.kind === 'unreached' ? 0 : 1;
  return {
    descriptor: { id: NOTIFICATIONS[index].id, index },
    ...(problem.kind === 'unreached' ? {} : { associatedRule: ruleReference(problem, rules) }),
    level: LEVELS[severityOf(problem)],
    message: { text: messageOf(problem) },
    locations: [location(problem)],
  };
}

function ruleReference({ result: { check } }: Judged, rules: readonly string[]): object {
  return { id: check, index: rules.indexOf(check) };
}

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
