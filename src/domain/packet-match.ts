import type { Condition, NumberRange } from '../parse/packet-rules.ts';
import type { InterfaceName, Packet, Stage } from './packet.ts';

/** Whether a condition holds for a packet: `maybe` when what is known does not decide it. */
export type Truth = 'yes' | 'no' | 'maybe';

/** What changes while a packet passes chains. */
export interface PacketState {
  /** The packet mark; `null` when it is not known any more. */
  mark: number | null;
  untracked: boolean;
}

/** Tests one condition, in three-valued logic. */
export function holds(condition: Condition, stage: Stage, state: PacketState): Truth {
  switch (condition.kind) {
    case 'never':
      return 'no';
    case 'unclear':
      return 'maybe';
    case 'numbers':
      return turn(
        within(stage.packet.numbers[condition.field], condition.ranges),
        condition.negated,
      );
    case 'names':
      return turn(named(stage.names[condition.field], condition.patterns), condition.negated);
    case 'words':
      return turn(spoken(stage.packet, condition, state), condition.negated);
    case 'bits':
      return turn(bitsAre(condition, stage.packet, state), condition.negated);
    case 'any':
      return turn(anyOf(condition.of, stage, state), condition.negated);
  }
}

/** Whether all hold. */
export function allHold(conditions: readonly Condition[], stage: Stage, state: PacketState): Truth {
  const truths = conditions.map((condition) => holds(condition, stage, state));
  if (truths.includes('no')) return 'no';
  return truths.includes('maybe') ? 'maybe' : 'yes';
}

function anyOf(
  alternatives: readonly (readonly Condition[])[],
  stage: Stage,
  state: PacketState,
): Truth {
  const truths = alternatives.map((conditions) => allHold(conditions, stage, state));
  if (truths.includes('yes')) return 'yes';
  return truths.includes('maybe') ? 'maybe' : 'no';
}

function turn(truth: Truth, negated: boolean): Truth {
  if (!negated || truth === 'maybe') return truth;
  return truth === 'yes' ? 'no' : 'yes';
}

function within(
  possible: readonly NumberRange[] | undefined,
  wanted: readonly NumberRange[],
): Truth {
  const all = possible ?? [[0, 0xff_ff_ff_ff]];
  const overlaps = ([from, to]: NumberRange): boolean =>
    wanted.some(([first, last]) => from <= last && first <= to);
  const isInside = ([from, to]: NumberRange): boolean =>
    wanted.some(([first, last]) => first <= from && to <= last);
  if (!all.some(overlaps)) return 'no';
  return all.every(isInside) ? 'yes' : 'maybe';
}

function named(name: InterfaceName, patterns: readonly string[]): Truth {
  if ('is' in name) {
    return patterns.some((pattern) => fits(name.is, pattern)) ? 'yes' : 'no';
  }
  if (patterns.includes('*')) return 'yes';
  // A pattern that only stands for names that it is not.
  return patterns.every((pattern) => name.not.some((other) => fits(pattern, other)))
    ? 'no'
    : 'maybe';
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function spoken(
  { words }: Packet,
  { field, words: wanted }: Extract<Condition, { kind: 'words' }>,
  { untracked }: PacketState,
): Truth {
  const are = field === 'ctState' && untracked ? ['untracked'] : words[field];
  if (are === null) return 'maybe';
  return are.some((word) => wanted.includes(word)) ? 'yes' : 'no';
}

function bitsAre(
  { field, mask, value }: Extract<Condition, { kind: 'bits' }>,
  { tcpFlags }: Packet,
  { mark }: PacketState,
): Truth {
  const bits = field === 'mark' ? mark : tcpFlags;
  if (bits === null) return 'maybe';
  return (bits & mask) >>> 0 === value >>> 0 ? 'yes' : 'no';
}
