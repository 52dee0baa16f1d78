import { firstKey, isObject, list, member, text } from './json-value.ts';
import { keyConditions, matchConditions, type SetLookup } from './nft-match.ts';
import { describeNft } from './nft-text.ts';
import type { Action, Chain, Hook, Rule, RuleStep } from './packet-rules.ts';

/** What `nft -j list ruleset` printed, without the tables that IPv4 packets never see. */
export interface NftRuleset {
  readonly chains: readonly Chain[];
  /** Family and name of every table, such as `inet filter`, in all families. */
  readonly tables: readonly string[];
}

/** Reads libnftables-json(5); undefined when it is not that. */
export function parseNft(json: string): NftRuleset | undefined {
  const objects = readObjects(json);
  if (objects === undefined) return undefined;
  const sets = setsOf(objects);
  const rules = rulesOf(objects, sets);
  const chains = objects.flatMap((object): Chain[] => {
    const chain = member(object, 'chain');
    if (!FAMILIES.has(text(member(chain, 'family')))) return [];
    const [table, name] = [tableOf(chain), text(member(chain, 'name'))];
    const base = baseOf(chain);
    return [{ table, name, rules: rules.get(`${table} ${name}`) ?? [], ...(base && { base }) }];
  });
  const tables = objects.flatMap((object) => {
    const table = member(object, 'table');
    return isObject(table) ? [`${text(table['family'])} ${text(table['name'])}`] : [];
  });
  return { chains, tables };
}

/** Families whose chains see an IPv4 packet that is not bridged. */
const FAMILIES: ReadonlySet<string> = new Set(['ip', 'inet', 'netdev']);

const HOOKS: readonly Hook[] = [
  'ingress',
  'prerouting',
  'input',
  'forward',
  'output',
  'postrouting',
];

function readObjects(json: string): readonly unknown[] | undefined {
  try {
    const all = member(JSON.parse(json), 'nftables');
    return Array.isArray(all) ? all : undefined;
  } catch {
    return undefined;
  }
}

function tableOf(object: unknown): string {
  return `${text(member(object, 'family'))} ${text(member(object, 'table'))}`;
}

function baseOf(chain: unknown): Chain['base'] {
  const hook = HOOKS.find((one) => one === member(chain, 'hook'));
  if (hook === undefined) return undefined;
  const [priority, type, device] = [
    member(chain, 'prio'),
    member(chain, 'type'),
    member(chain, 'dev'),
  ];
  return {
    hook,
    priority: typeof priority === 'number' ? priority : 0,
    policy: member(chain, 'policy') === 'drop' ? 'drop' : 'accept',
    type: type === 'nat' || type === 'route' ? type : 'filter',
    devices: (Array.isArray(device) ? device : [device]).flatMap((one) =>
      typeof one === 'string' ? [one] : [],
    ),
  };
}

/** Named sets and maps, by table and name. */
function setsOf(objects: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  return new Map(
    objects.flatMap((object): [string, readonly unknown[]][] => {
      const set = member(object, 'set') ?? member(object, 'map');
      return set === undefined
        ? []
        : [[`${tableOf(set)} ${text(member(set, 'name'))}`, list(member(set, 'elem'))]];
    }),
  );
}

function rulesOf(
  objects: readonly unknown[],
  sets: ReadonlyMap<string, readonly unknown[]>,
): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const object of objects) {
    const rule = member(object, 'rule');
    if (rule === undefined) continue;
    const table = tableOf(rule);
    const chain = text(member(rule, 'chain'));
    const expressions = list(member(rule, 'expr'));
    const lookup: SetLookup = (name) => sets.get(`${table} ${name}`);
    const said = expressions.map(describeNft).filter((part) => part !== '');
    const handle = member(rule, 'handle');
    const known = rules.get(`${table} ${chain}`) ?? [];
    rules.set(`${table} ${chain}`, known);
    known.push({
      text: `${said.join(' ')}${typeof handle === 'number' ? ` # handle ${handle}` : ''}`,
      steps: expressions.flatMap((expression) => stepsOf(expression, lookup)),
    });
  }
  return rules;
}

/** Statements that decide nothing about where the packet goes. */
const SILENT: ReadonlySet<string> = new Set([
  'counter',
  'log',
  'comment',
  'last',
  'flow',
  'dup',
  'ct helper',
  'ct timeout',
  'ct expectation',
  'secmark',
  'continue',
]);

/** Statements after which the rule goes on or not: by rate, by what a set holds, by an extension. */
const CHANCES: ReadonlySet<string> = new Set(['limit', 'quota', 'ct count', 'set', 'meter']);

const VERDICTS: Readonly<Record<string, Action>> = {
  accept: { kind: 'accept' },
  drop: { kind: 'drop' },
  reject: { kind: 'reject' },
  return: { kind: 'return' },
  notrack: { kind: 'notrack' },
  masquerade: { kind: 'accept' },
  snat: { kind: 'accept' },
};

function stepsOf(expression: unknown, sets: SetLookup): readonly RuleStep[] {
  const key = firstKey(expression);
  // A JSON string for an expression that this nft cannot express, or `null`.
  if (key === undefined) return [{ kind: 'unmodelled', what: describeNft(expression) || 'a rule' }];
  const value = member(expression, key);
  const verdict = VERDICTS[key];
  if (verdict !== undefined) return [verdict];
  if (SILENT.has(key)) return [];
  const isChance = CHANCES.has(key) || (key === 'xt' && member(value, 'type') === 'match');
  return isChance
    ? [{ kind: 'unclear', what: describeNft(expression) }]
    : statementOf(key, value, sets);
}

function statementOf(key: string, value: unknown, sets: SetLookup): readonly RuleStep[] {
  switch (key) {
    case 'match':
      return matchConditions(value, sets);
    case 'vmap':
      return [chooseOf(value, sets)];
    case 'jump':
    case 'goto':
      return [{ kind: key, chain: text(member(value, 'target')) }];
    case 'dnat':
    case 'redirect':
      return [{ kind: 'rewrite', what: key }];
    case 'mangle':
      return mangleOf(value);
    default:
      return [{ kind: 'unmodelled', what: describeNft({ [key]: value }) }];
  }
}

function chooseOf(value: unknown, sets: SetLookup): Action {
  const data = member(value, 'data');
  const named = typeof data === 'string' && data.startsWith('@') ? sets(data.slice(1)) : undefined;
  const elements = named ?? list(member(data, 'set'));
  const key = member(value, 'key');
  const branches = elements.flatMap((element) => {
    const [first, verdict] = list(element);
    const wrapped = member(first, 'elem');
    const when = keyConditions(key, wrapped === undefined ? first : member(wrapped, 'val'), sets);
    const then = verdictOf(verdict);
    return then === undefined ? [] : [{ when, then }];
  });
  if (named === undefined && !isObject(data)) {
    return { kind: 'unmodelled', what: describeNft({ vmap: value }) };
  }
  // The catch-all comes last: it holds for what no other key holds for.
  return { kind: 'choose', branches: branches.toSorted((a, b) => rank(a.when) - rank(b.when)) };
}

function rank(when: readonly unknown[]): number {
  return when.length === 0 ? 1 : 0;
}

function verdictOf(verdict: unknown): Action | undefined {
  const key = firstKey(verdict) ?? '';
  if (key === 'jump' || key === 'goto') {
    return { kind: key, chain: text(member(member(verdict, key), 'target')) };
  }
  return key === 'continue' ? undefined : (VERDICTS[key] ?? { kind: 'unmodelled', what: key });
}

/** `meta mark set …`: constants, and `mark | constant`; other things that are set decide nothing. */
function mangleOf(value: unknown): readonly RuleStep[] {
  if (member(member(member(value, 'key'), 'meta'), 'key') !== 'mark') return [];
  const wanted = member(value, 'value');
  if (typeof wanted === 'number') {
    return [{ kind: 'mark', set: { clear: 0xff_ff_ff_ff, flip: wanted } }];
  }
  const [first, bits] = list(member(wanted, '|'));
  const isMark = member(member(first, 'meta'), 'key') === 'mark';
  return isMark && typeof bits === 'number'
    ? [{ kind: 'mark', set: { clear: bits, flip: bits } }]
    : [{ kind: 'mark', set: null }];
}
