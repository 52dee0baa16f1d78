import { configError } from './config-error.ts';
import { matchesPatterns } from '../parse/pattern.ts';
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
    criteria.push(readCriterion(word, () => words.shift(), line));
  }
  if (criteria.length > 0) return criteria;
  throw configError(line, 'Match without criteria', 'Complete the line.');
}

/** `name value`, `name=value`, or a name that stands alone; `!` before it negates. */
function readCriterion(word: string, next: () => string | undefined, line: ConfigLine): Criterion {
  const [, bang, text = '', inline] = /^(!?)([^=]*)(?:=(.*))?$/su.exec(word) ?? [];
  const name = text.toLowerCase();
  if (!FLAGS.has(name) && !UNDECIDED.has(name) && !Object.hasOwn(COMPARED, name)) {
    throw configError(line, `Match has no criterion ${name}`, 'Correct the line.');
  }
  const value = FLAGS.has(name) ? '' : (inline ?? next());
  if (value !== undefined) return { name, negated: bang === '!', value };
  throw configError(line, `Match ${name} lacks its value`, 'Complete the line.');
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
