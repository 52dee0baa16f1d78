import { firstKey, isObject, list, member } from './json-value.ts';

/** An expression of nft's JSON, written about as nft(8) lists it: for people to find the rule. */
export function describeNft(expression: unknown): string {
  return describe(expression, 0).replaceAll(/\s+/gu, ' ').trim().slice(0, 200);
}

type Writer = (value: unknown, depth: number) => string;

const MAX_DEPTH = 8;

const WRITERS: Readonly<Record<string, Writer>> = {
  match: (value, depth) => {
    const operator = member(value, 'op');
    const shown = operator === '==' || operator === 'in' ? '' : String(operator);
    return `${describe(member(value, 'left'), depth)} ${shown} ${describe(member(value, 'right'), depth)}`;
  },
  payload: (value) => `${word(member(value, 'protocol'))} ${word(member(value, 'field'))}`,
  meta: (value) => word(member(value, 'key')),
  ct: (value) => `ct ${word(member(value, 'key'))}`,
  fib: (value) =>
    `fib ${list(member(value, 'flags')).map(word).join(' . ')} ${word(member(value, 'result'))}`,
  prefix: (value) => `${word(member(value, 'addr'))}/${word(member(value, 'len'))}`,
  range: (value, depth) =>
    list(value)
      .map((one) => describe(one, depth))
      .join('-'),
  set: (value, depth) => `{ ${items(value, depth)} }`,
  concat: (value, depth) =>
    list(value)
      .map((one) => describe(one, depth))
      .join(' . '),
  elem: (value, depth) => describe(member(value, 'val'), depth),
  vmap: (value, depth) =>
    `${describe(member(value, 'key'), depth)} vmap ${describe(member(value, 'data'), depth)}`,
  jump: (value) => `jump ${word(member(value, 'target'))}`,
  goto: (value) => `goto ${word(member(value, 'target'))}`,
  counter: () => '',
  xt: (value) => `${word(member(value, 'type'))} ${word(member(value, 'name'))}`,
  '&': (value, depth) =>
    list(value)
      .map((one) => describe(one, depth))
      .join(' & '),
  '|': (value, depth) =>
    list(value)
      .map((one) => describe(one, depth))
      .join(' | '),
};

function describe(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) return items(value, depth);
  if (!isObject(value)) return word(value);
  const key = firstKey(value);
  if (key === undefined) return '';
  return WRITERS[key]?.(value[key], depth + 1) ?? key;
}

function items(value: unknown, depth: number): string {
  const all = Array.isArray(value) ? value : [value];
  const shown = all.slice(0, 8).map((one) => describe(one, depth + 1));
  return (all.length > shown.length ? [...shown, '…'] : shown).join(', ');
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
