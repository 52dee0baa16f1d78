import { configError } from './config-error.ts';
import { matchesPatterns } from './host-pattern.ts';
import type { ConfigLine } from './ssh-config-lexer.ts';

/** Whether a block applies. `maybe`: it depends on something that podready does not evaluate. */
export type Activity = 'yes' | 'no' | 'maybe';

/** What the criteria of `Match` are compared with, as known when the line is reached. */
export interface MatchContext {
  readonly host: string;
  readonly originalHost: string;
  readonly user: string;
  readonly localUser: string;
  readonly isFinalPass: boolean;
}

/** Decides a `Match` line. `exec` never runs anything: such a block is `maybe`, or `no` by the rest. */
export function evaluateMatch(line: ConfigLine, context: MatchContext): Activity {
  let result: Activity = 'yes';
  for (const { name, negated, value } of criteriaOf(line)) {
    const holds = evaluateCriterion(name, value, context);
    if (holds === undefined) result = result === 'no' ? 'no' : 'maybe';
    else if (holds === negated) result = 'no';
  }
  return result;
}

/** Whether a `Match` line asks for the second pass of ssh_config(5). */
export function asksForFinalPass(line: ConfigLine): boolean {
  return criteriaOf(line).some(({ name }) => name === 'final');
}

/** Criteria that stand alone. */
const FLAGS = new Set(['all', 'canonical', 'final']);

/** Criteria that podready does not evaluate: it runs no commands and reads no interfaces for them. */
const UNDECIDED = new Set(['command', 'exec', 'localnetwork', 'sessiontype', 'tagged', 'version']);

interface Criterion {
  readonly name: string;
  readonly negated: boolean;
  readonly value: string;
}

function criteriaOf(line: ConfigLine): readonly Criterion[] {
  const criteria: Criterion[] = [];
  const words = [...line.args];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, bang = '', text = '', inline] = /^(!?)([^=]*)(?:=(.*))?$/su.exec(word) ?? [];
    const name = text.toLowerCase();
    const value = FLAGS.has(name) ? '' : (inline ?? words.shift());
    if (value === undefined)
      throw configError(line, `Match ${name} lacks its value`, 'Complete the line.');
    criteria.push({ name, negated: bang === '!', value });
  }
  if (criteria.length === 0) throw configError(line, 'Match without criteria', 'Complete the line.');
  for (const { name } of criteria) {
    if (FLAGS.has(name) || UNDECIDED.has(name) || name in COMPARED) continue;
    throw configError(line, `Match has no criterion ${name}`, 'Correct the line.');
  }
  return criteria;
}

const COMPARED = {
  host: ({ host }: MatchContext) => host,
  originalhost: ({ originalHost }: MatchContext) => originalHost,
  user: ({ user }: MatchContext) => user,
  localuser: ({ localUser }: MatchContext) => localUser,
};

function evaluateCriterion(
  name: string,
  value: string,
  context: MatchContext,
): boolean | undefined {
  switch (name) {
    case 'all':
      return true;
    case 'canonical':
    case 'final':
      return context.isFinalPass;
    case 'host':
    case 'originalhost':
    case 'user':
    case 'localuser':
      return matchesPatterns(COMPARED[name](context), value.split(','));
    default:
      return undefined;
  }
}
