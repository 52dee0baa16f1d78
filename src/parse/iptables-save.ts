import { conditionOf, isKnownModule } from './iptables-match.ts';
import { groupOptions, type IptablesOption, splitIptablesLine } from './iptables-words.ts';
import type { Action, Chain, Hook, Rule, RuleStep } from './packet-rules.ts';

/** The tables that one run of iptables-save printed. */
export interface IptablesSave {
  readonly chains: readonly Chain[];
  /** Names of the tables, such as `filter`. */
  readonly tables: readonly string[];
  /** Tables that iptables-nft cannot express; nft(8) shows them. */
  readonly incompatible: readonly string[];
  /** Lines that are neither comment, table, chain nor rule. */
  readonly malformed: number;
}

/** Reads the output of iptables-save; `flavour` names the tables: `iptables-legacy filter`. */
export function parseIptablesSave(text: string, flavour: string): IptablesSave {
  const chains = new Map<string, Chain & { rules: Rule[] }>();
  const [tables, incompatible]: [string[], string[]] = [[], []];
  let table = '';
  let malformed = 0;
  for (const line of text.split('\n')) {
    const start = /^\*(?<table>\S+)$/u.exec(line)?.groups?.['table'];
    const refused = /^# Table [`'](?<table>\w+)' is incompatible/u.exec(line)?.groups?.['table'];
    if (start !== undefined) tables.push((table = start));
    else if (refused !== undefined) incompatible.push(refused);
    else if (line.startsWith(':') && table !== '') declare(chains, `${flavour} ${table}`, line);
    else if (/^(?:\[\d+:\d+\] )?-A /u.test(line)) addRule(chains, `${flavour} ${table}`, line);
    else if (!/^(?:#.*|COMMIT|)$/u.test(line)) malformed += 1;
  }
  return { chains: [...chains.values()], tables, incompatible, malformed };
}

const HOOKS: Readonly<Record<string, Hook>> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};

/** Priorities of the tables, from the kernel's netfilter_ipv4.h; nat is -100, and 100 on the way out. */
const PRIORITIES: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  nat: -100,
  filter: 0,
  security: 50,
};

function declare(
  chains: Map<string, Chain & { rules: Rule[] }>,
  table: string,
  line: string,
): void {
  const [name = '', policy = '-'] = line.slice(1).split(' ');
  const hook = HOOKS[name];
  const short = table.split(' ').at(-1) ?? '';
  const base =
    hook === undefined || policy === '-'
      ? undefined
      : {
          hook,
          priority: priorityOf(short, hook),
          policy: policy === 'DROP' ? ('drop' as const) : ('accept' as const),
          type: short === 'nat' ? ('nat' as const) : ('filter' as const),
          devices: [],
        };
  chains.set(`${table} ${name}`, { table, name, rules: [], ...(base && { base }) });
}

function priorityOf(table: string, hook: Hook): number {
  const leaves = hook === 'input' || hook === 'postrouting';
  return table === 'nat' && leaves ? 100 : (PRIORITIES[table] ?? 0);
}

function addRule(
  chains: Map<string, Chain & { rules: Rule[] }>,
  table: string,
  line: string,
): void {
  const text = line.replace(/^\[\d+:\d+\] /u, '');
  const [, name = '', ...words] = splitIptablesLine(text);
  const key = `${table} ${name}`;
  const chain = chains.get(key) ?? { table, name, rules: [] };
  chains.set(key, chain);
  chain.rules.push({ text, steps: stepsOf(groupOptions(words)) });
}

function stepsOf(options: readonly IptablesOption[]): readonly RuleStep[] {
  const at = options.findIndex(({ name }) => name === '-j' || name === '-g');
  const matches = at < 0 ? options : options.slice(0, at);
  const conditions = matches.flatMap((option): readonly RuleStep[] =>
    option.name === '-m' ? moduleOf(option) : (conditionOf(option) ?? []),
  );
  const [target, ...rest] = at < 0 ? [] : options.slice(at);
  return target === undefined ? conditions : [...conditions, ...actionOf(target, rest)];
}

/** A module that may refuse by itself (limit, recent, set …) makes the rule a matter of chance. */
function moduleOf({ values: [module = ''] }: IptablesOption): readonly RuleStep[] {
  if (module === 'limit') return [{ kind: 'unclear', what: '-m limit' }];
  if (module === 'rpfilter') {
    return [{ kind: 'words', field: 'rpf', words: ['exists', 'missing'], negated: false }];
  }
  return isKnownModule(module) ? [] : [{ kind: 'unclear', what: `-m ${module}` }];
}

const ACTIONS: Readonly<Record<string, readonly Action[]>> = {
  ACCEPT: [{ kind: 'accept' }],
  DROP: [{ kind: 'drop' }],
  REJECT: [{ kind: 'reject' }],
  RETURN: [{ kind: 'return' }],
  MASQUERADE: [{ kind: 'accept' }],
  SNAT: [{ kind: 'accept' }],
  NETMAP: [{ kind: 'rewrite', what: 'NETMAP' }],
  NOTRACK: [{ kind: 'notrack' }],
  CONNMARK: [{ kind: 'mark', set: null }],
  LOG: [],
  NFLOG: [],
  ULOG: [],
  TRACE: [],
  AUDIT: [],
  TCPMSS: [],
  CHECKSUM: [],
  CLASSIFY: [],
  SET: [],
  TOS: [],
  DSCP: [],
  TTL: [],
  SECMARK: [],
  CONNSECMARK: [],
};

function actionOf(
  { name, values: [target = ''] }: IptablesOption,
  rest: readonly IptablesOption[],
): readonly Action[] {
  if (name === '-g') return [{ kind: 'goto', chain: target }];
  if (target === 'DNAT' || target === 'REDIRECT') {
    return [{ kind: 'rewrite', what: [target, ...rest.flatMap((one) => one.values)].join(' ') }];
  }
  if (target === 'MARK') return [markOf(rest)];
  if (target === 'CT') {
    return rest.some((one) => one.name === '--notrack') ? [{ kind: 'notrack' }] : [];
  }
  const known = ACTIONS[target];
  if (known !== undefined) return known;
  // Targets are in capitals and chains are usually not; the walk says when a chain is not there.
  return [{ kind: 'jump', chain: target }];
}

function markOf(rest: readonly IptablesOption[]): Action {
  const option = rest.find((one) => one.name === '--set-xmark' || one.name === '--set-mark');
  const [value = Number.NaN, mask = 0xff_ff_ff_ff] = (option?.values[0] ?? '')
    .split('/')
    .map(Number);
  if (Number.isNaN(value) || Number.isNaN(mask) || option?.values[0] === undefined) {
    return { kind: 'mark', set: null };
  }
  // --set-mark V/M clears M and ORs V, --set-xmark V/M clears M and XORs V: iptables-extensions(8).
  return option.name === '--set-mark'
    ? { kind: 'mark', set: { clear: mask | value, flip: value } }
    : { kind: 'mark', set: { clear: mask, flip: value } };
}
