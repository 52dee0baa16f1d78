import { firstKey, isObject, list, member, text } from './json-value.ts';
import { describeNft } from './nft-text.ts';
import {
  addressNumber,
  addressRange,
  type Condition,
  type NameField,
  type NumberField,
  type NumberRange,
  protocolNumber,
  type WordField,
} from './packet-rules.ts';

/** Elements of a named set, or undefined when the table has none of that name. */
export type SetLookup = (name: string) => readonly unknown[] | undefined;

/** What `{"match": {"op", "left", "right"}}` asks of a packet. */
export function matchConditions(match: unknown, sets: SetLookup): readonly Condition[] {
  const [op, left, right] = [
    text(member(match, 'op')),
    member(match, 'left'),
    member(match, 'right'),
  ];
  const concat = list(member(left, 'concat'));
  if (concat.length > 0) return [concatCondition(concat, op, right, sets)];
  const field = fieldOf(left);
  if (field === undefined) return [unclear(left, op, right)];
  if (field.kind === 'never') return [{ kind: 'never' }];
  const asked = conditionOf(field, op, right, sets) ?? unclear(left, op, right);
  return [...field.implies, asked];
}

/** What one key of a verdict map asks of a packet; the catch-all `*` asks nothing. */
export function keyConditions(left: unknown, key: unknown, sets: SetLookup): readonly Condition[] {
  return key === '*' ? [] : matchConditions({ op: '==', left, right: key }, sets);
}

type Field =
  | { readonly kind: 'never' }
  | {
      readonly kind: 'numbers';
      readonly field: NumberField;
      readonly implies: readonly Condition[];
    }
  | { readonly kind: 'names'; readonly field: NameField; readonly implies: readonly Condition[] }
  | { readonly kind: 'words'; readonly field: WordField; readonly implies: readonly Condition[] }
  | {
      readonly kind: 'bits';
      readonly field: 'mark' | 'tcpFlags';
      readonly mask: number;
      readonly implies: readonly Condition[];
    };

function unclear(left: unknown, op: string, right: unknown): Condition {
  return { kind: 'unclear', what: describeNft({ match: { op, left, right } }) };
}

function fieldOf(left: unknown): Field | undefined {
  switch (firstKey(left)) {
    case 'payload':
      return payloadField(member(left, 'payload'));
    case 'meta':
      return metaField(text(member(member(left, 'meta'), 'key')));
    case 'ct':
      return ctField(text(member(member(left, 'ct'), 'key')));
    case 'fib':
      return fibField(member(left, 'fib'));
    case '&':
      return maskedField(list(member(left, '&')));
    default:
      return undefined;
  }
}

/** Headers that a TCP or UDP packet over IPv4 does not have: a rule that reads one never matches. */
const OTHER_HEADERS: ReadonlySet<string> = new Set(
  'ip6 icmp icmpv6 igmp arp sctp dccp udplite esp ah comp'.split(' '),
);

function payloadField(payload: unknown): Field | undefined {
  const [protocol, field] = [text(member(payload, 'protocol')), text(member(payload, 'field'))];
  if (OTHER_HEADERS.has(protocol)) return { kind: 'never' };
  if (protocol === 'ip') return ipField(field);
  const isTransport = protocol === 'tcp' || protocol === 'udp' || protocol === 'th';
  if (!isTransport) return undefined;
  const implies = protocol === 'th' ? [] : [isProtocol(protocol)];
  if (field === 'sport' || field === 'dport') return { kind: 'numbers', field, implies };
  return protocol === 'tcp' && field === 'flags'
    ? { kind: 'bits', field: 'tcpFlags', mask: 0xff, implies }
    : undefined;
}

function ipField(field: string): Field | undefined {
  if (field === 'protocol') return numbers('l4proto');
  return field === 'saddr' || field === 'daddr' ? numbers(field) : undefined;
}

function isProtocol(protocol: string): Condition {
  const number = protocolNumber(protocol);
  return { kind: 'numbers', field: 'l4proto', ranges: [[number, number]], negated: false };
}

function numbers(field: NumberField): Field {
  return { kind: 'numbers', field, implies: [] };
}

function metaField(key: string): Field | undefined {
  switch (key) {
    case 'iif':
    case 'iifname':
      return { kind: 'names', field: 'iifname', implies: [] };
    case 'oif':
    case 'oifname':
      return { kind: 'names', field: 'oifname', implies: [] };
    case 'l4proto':
      return numbers('l4proto');
    case 'nfproto':
    case 'protocol':
      return { kind: 'words', field: 'nfproto', implies: [] };
    case 'mark':
      return { kind: 'bits', field: 'mark', mask: 0xff_ff_ff_ff, implies: [] };
    default:
      return undefined;
  }
}

function ctField(key: string): Field | undefined {
  if (key === 'state') return { kind: 'words', field: 'ctState', implies: [] };
  if (key === 'status') return { kind: 'words', field: 'ctStatus', implies: [] };
  return key === 'direction' ? { kind: 'words', field: 'ctDirection', implies: [] } : undefined;
}

function fibField(fib: unknown): Field | undefined {
  const flags = list(member(fib, 'flags'));
  const result = text(member(fib, 'result'));
  if (result === 'type' && flags.includes('daddr')) {
    return { kind: 'words', field: 'daddrType', implies: [] };
  }
  if (result === 'type' && flags.includes('saddr')) {
    return { kind: 'words', field: 'saddrType', implies: [] };
  }
  return result.startsWith('oif') && flags.includes('saddr')
    ? { kind: 'words', field: 'rpf', implies: [] }
    : undefined;
}

function maskedField([inner, mask]: readonly unknown[]): Field | undefined {
  const field = fieldOf(inner);
  const bits = bitsOf(mask);
  return field?.kind === 'bits' && bits !== undefined ? { ...field, mask: bits } : undefined;
}

function conditionOf(
  field: Exclude<Field, { kind: 'never' }>,
  op: string,
  right: unknown,
  sets: SetLookup,
): Condition | undefined {
  if (field.kind === 'bits') return bitsCondition(field, op, right);
  const values = valuesOf(right, sets);
  if (values === undefined) return undefined;
  const negated = op === '!=';
  switch (field.kind) {
    case 'numbers':
      return numbersCondition(field.field, op, values);
    case 'names':
      return isEquality(op) && values.every((value) => typeof value === 'string')
        ? { kind: 'names', field: field.field, patterns: values.map(text), negated }
        : undefined;
    case 'words': {
      const words = values.map((value) => wordOf(field.field, value));
      return isEquality(op) && words.every((word) => word !== undefined)
        ? { kind: 'words', field: field.field, words, negated }
        : undefined;
    }
  }
}

function isEquality(op: string): boolean {
  return op === '==' || op === '!=' || op === 'in';
}

function wordOf(field: WordField, value: unknown): string | undefined {
  if (field === 'rpf') {
    if (typeof value === 'boolean') return value ? 'exists' : 'missing';
    return value === 0 ? 'missing' : undefined;
  }
  if (typeof value !== 'string') return undefined;
  return field === 'nfproto' && value === 'ip' ? 'ipv4' : value;
}

/** The alternatives on the right: of a set, of a list of flags, or a single one. */
function valuesOf(right: unknown, sets: SetLookup): readonly unknown[] | undefined {
  if (typeof right === 'string' && right.startsWith('@')) {
    return sets(right.slice(1))?.map(elementValue);
  }
  const set = member(right, 'set');
  if (set !== undefined) return (Array.isArray(set) ? set : [set]).map(elementValue);
  return Array.isArray(right) ? list(right) : [right];
}

/** Elements may be wrapped to carry a comment, a timeout or a counter. */
function elementValue(element: unknown): unknown {
  const wrapped = member(element, 'elem');
  return wrapped === undefined ? element : (member(wrapped, 'val') ?? wrapped);
}

function numbersCondition(
  field: NumberField,
  op: string,
  values: readonly unknown[],
): Condition | undefined {
  const ranges = values.map((value) => rangeOf(field, value));
  const known = ranges.filter((range) => range !== undefined);
  if (known.length < ranges.length) return undefined;
  if (isEquality(op)) return { kind: 'numbers', field, ranges: known, negated: op === '!=' };
  const [from] = known[0] ?? [];
  const range = from === undefined ? undefined : comparedTo(op, from);
  return range && { kind: 'numbers', field, ranges: [range], negated: false };
}

function comparedTo(op: string, number: number): NumberRange | undefined {
  switch (op) {
    case '<':
      return [0, number - 1];
    case '<=':
      return [0, number];
    case '>':
      return [number + 1, 0xff_ff_ff_ff];
    case '>=':
      return [number, 0xff_ff_ff_ff];
    default:
      return undefined;
  }
}

function rangeOf(field: NumberField, value: unknown): NumberRange | undefined {
  const prefix = member(value, 'prefix');
  if (prefix !== undefined) {
    const length = member(prefix, 'len');
    return addressRange(text(member(prefix, 'addr')), typeof length === 'number' ? length : -1);
  }
  const range = member(value, 'range');
  const [first, last] = range === undefined ? [value, value] : list(range);
  const [from, to] = [numberOf(field, first), numberOf(field, last)];
  return from === undefined || to === undefined ? undefined : [from, to];
}

function numberOf(field: NumberField, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return field === 'l4proto' ? protocolNumber(value) : addressNumber(value);
}

const TCP_FLAGS = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ecn', 'cwr'];

function bitsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const at = TCP_FLAGS.indexOf(value);
    return at < 0 ? undefined : 2 ** at;
  }
  const parts = Array.isArray(value) ? value : list(member(value, '|'));
  const bits = parts.map(bitsOf);
  const known = bits.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < bits.length) return undefined;
  return known.reduce((sum, one) => (sum | one) >>> 0, 0);
}

function bitsCondition(
  { field, mask }: Extract<Field, { kind: 'bits' }>,
  op: string,
  right: unknown,
): Condition | undefined {
  const value = bitsOf(right);
  if (value === undefined || !isEquality(op)) return undefined;
  // `in`: some of the flags are set.
  return op === 'in'
    ? { kind: 'bits', field, mask: (mask & value) >>> 0, value: 0, negated: true }
    : { kind: 'bits', field, mask, value, negated: op === '!=' };
}

function concatCondition(
  lefts: readonly unknown[],
  op: string,
  right: unknown,
  sets: SetLookup,
): Condition {
  const values = valuesOf(right, sets);
  if (values === undefined || !isEquality(op)) return unclear({ concat: lefts }, op, right);
  return {
    kind: 'any',
    of: values.map((value) => {
      const parts = list(member(value, 'concat'));
      return lefts.flatMap((left, at) =>
        at < parts.length || isObject(value)
          ? matchConditions({ op: '==', left, right: parts[at] }, sets)
          : [unclear(left, op, value)],
      );
    }),
    negated: op === '!=',
  };
}
