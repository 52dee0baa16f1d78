import type { HostError } from '../../src/model/report.ts';
import type { Problem } from './problems.ts';

/** What is wrong, or not known, in one sentence. It may hold anything that a host said. */
export function statementOf(problem: Problem): string {
  switch (problem.kind) {
    case 'finding':
      return problem.message;
    case 'undecided':
      return `${problem.result.check} could not be decided: ${problem.result.because ?? 'no reason is known'}`;
    case 'unreached':
      return `${problem.host.host} ${notReached(problem.error, problem.host.host)}`;
  }
}

/** Why a host could not be looked at. Messages of transports begin with the host, which was named before. */
export function notReached({ step, message }: HostError, host: string): string {
  const what = message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
  return `could not be looked at: ${step}: ${what}`;
}

/** Id of the check, or of what stands for it where no check was run. */
export function ruleOf(problem: Problem): string {
  return problem.kind === 'unreached' ? 'host-not-reached' : problem.result.check;
}
