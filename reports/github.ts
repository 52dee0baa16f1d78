import type { Renderer, Report } from '../src/model/report.ts';
import { printable } from '../src/parse/printable.ts';
import type { Severity } from '../src/model/check.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { type Problem, problemsOf, severityOf } from './shared/problems.ts';
import { ruleOf, statementOf } from './shared/statement.ts';

/**
 * Workflow commands for GitHub Actions, an annotation for every problem that no other explains; errors first,
 * because GitHub shows ten of a kind. They name no file: what podready saw is in no repository.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github = {
  format: 'github',
  render(report: Report): string {
    const problems = problemsOf(report).filter(isOwn);
    const lines = SEVERITIES.flatMap((severity) =>
      problems.filter((problem) => severityOf(problem) === severity).map(annotation),
    );
    return [...lines, closing(report), ''].join('\n');
  },
} as const satisfies Renderer;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

function isOwn(problem: Problem): boolean {
  return problem.kind !== 'finding' || problem.result.explainedBy === null;
}

function annotation(problem: Problem): string {
  const title = escapeProperty(`${problem.host.host}: ${ruleOf(problem)}`);
  const lines = [statementOf(problem), ...details(problem)].map(printable).join('\n');
  return `::${COMMANDS[severityOf(problem)]} title=${title}::${escapeData(lines)}`;
}

function details(problem: Problem): readonly string[] {
  if (problem.kind === 'unreached') return [problem.error.hint];
  if (problem.kind === 'undecided') return [];
  return [
    ...problem.evidence.map(({ where, line, found, expected }) => {
      const at = line === undefined ? where : `${where}:${line}`;
      return `${at}: found ${found}; expected ${expected}`;
    }),
    ...acceptanceOf(problem.result),
    ...problem.result.commands.map((command) => `By hand: ${command}`),
  ];
}

/** A plain line, so that a log without annotations is not silent. It holds nothing from a host. */
function closing({ hosts }: Report): string {
  const count = (verdict: string): number =>
    hosts.filter((host) => host.verdict === verdict).length;
  return `podready: ${count('ready')} ready, ${count('not-ready')} not ready, ${count('unknown')} unknown`;
}

/** As @actions/core escapes the message of a command, and the runner reads it. */
function escapeData(text: string): string {
  return text.replaceAll(/[%\r\n]/gu, (character) => ESCAPES[character] ?? character);
}

function escapeProperty(text: string): string {
  return printable(text).replaceAll(/[%\r\n:,]/gu, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C',
};
