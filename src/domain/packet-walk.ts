import type { Action, Chain, Condition, Rule, RuleStep } from '../parse/packet-rules.ts';
import type { Journey, Stage } from './packet.ts';
import { allHold, holds, type PacketState } from './packet-match.ts';

/** Where a packet ended, for people: the chain, and the rule in it or its policy. */
export interface PacketEnd {
  readonly table: string;
  readonly chain: string;
  /** The rule as listed, or `policy drop`. */
  readonly rule: string;
}

export type Fate =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'dropped'; readonly by: PacketEnd }
  /** It gets another destination: what becomes of it there is not followed. */
  | { readonly outcome: 'rewritten'; readonly by: PacketEnd }
  /** It depends on something that is not modelled: never read this as accepted. */
  | { readonly outcome: 'unknown'; readonly because: string };

/**
 * Follows one packet through all chains that the kernel calls, in its order: the hooks of its way,
 * in each the base chains by priority, those of nft and of both flavours of iptables together. A packet
 * arrives only when no chain of any table drops it (nft(8), "a packet may be dropped later").
 */
export function walk(journey: Journey, chains: readonly Chain[]): Fate {
  const walker: Walker = {
    byName: new Map(chains.map((chain) => [`${chain.table} ${chain.name}`, chain])),
    state: { mark: 0, untracked: false },
    budget: { left: MAX_RULES },
  };
  let unclear: Fate | undefined;
  for (const stage of journey.stages) {
    for (const chain of baseChains(chains, stage)) {
      const fate = fateOf(runBase(chain, stage, walker));
      if (fate.outcome === 'dropped' || (fate.outcome === 'rewritten' && unclear === undefined)) {
        return fate;
      }
      if (fate.outcome !== 'accepted') unclear ??= fate;
    }
  }
  return unclear ?? { outcome: 'accepted' };
}

/** One way in which a chain can end. */
interface Ending {
  readonly verdict: 'accept' | 'drop' | 'return' | 'rewrite' | 'unmodelled';
  readonly by: PacketEnd;
  /** Why it is only one of several ways. */
  readonly because: string | undefined;
}

interface Walker {
  readonly byName: ReadonlyMap<string, Chain>;
  readonly state: PacketState;
  readonly budget: { left: number };
}

/** More than any ruleset that a person or a program wrote; a jump can multiply the rules. */
const MAX_RULES = 50_000;

/** The kernel's own limit is 16 jumps for nft (NFT_JUMP_STACK_SIZE). */
const MAX_DEPTH = 64;

function baseChains(chains: readonly Chain[], { hook, nat, names }: Stage): readonly Chain[] {
  const device = names.iifname;
  return chains
    .filter(({ base }) => base?.hook === hook && (nat || base.type !== 'nat'))
    .filter(({ base }) => {
      const devices = base?.devices ?? [];
      return devices.length === 0 || !('is' in device) || devices.includes(device.is);
    })
    .toSorted((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0));
}

function runBase(chain: Chain, stage: Stage, walker: Walker): readonly Ending[] {
  return runChain(chain, stage, walker, 0).map((ending) =>
    ending.verdict === 'return'
      ? {
          ...ending,
          verdict: chain.base?.policy === 'drop' ? 'drop' : 'accept',
          by: { table: chain.table, chain: chain.name, rule: `policy ${chain.base?.policy ?? ''}` },
        }
      : ending,
  );
}

function fateOf(endings: readonly Ending[]): Fate {
  const [first] = endings;
  const drops = endings.filter(({ verdict }) => verdict === 'drop');
  // The last way is the one that is left when nothing unclear held.
  const last = drops.at(-1);
  if (last !== undefined && drops.length === endings.length) {
    return { outcome: 'dropped', by: last.by };
  }
  if (first?.verdict === 'rewrite' && endings.length === 1) {
    return { outcome: 'rewritten', by: first.by };
  }
  if (first === undefined || endings.every(({ verdict }) => verdict === 'accept')) {
    return { outcome: 'accepted' };
  }
  const unclear = endings.find(({ verdict }) => verdict === 'unmodelled') ?? first;
  const { table, chain, rule } = unclear.by;
  const why = unclear.because ?? rule;
  return { outcome: 'unknown', because: `${table} ${chain}: “${rule}” depends on ${why}` };
}

/** All ways in which a chain can end; the last one is what happens when nothing unclear holds. */
function runChain(chain: Chain, stage: Stage, walker: Walker, depth: number): readonly Ending[] {
  const endings: Ending[] = [];
  const end = (rule: string): PacketEnd => ({ table: chain.table, chain: chain.name, rule });
  for (const rule of chain.rules) {
    walker.budget.left -= 1;
    if (walker.budget.left < 0 || depth > MAX_DEPTH) {
      const because = 'more rules than podready follows';
      return [...endings, { verdict: 'unmodelled', by: end(rule.text), because }];
    }
    const outcome = runRule(rule, { chain, stage, walker, depth });
    endings.push(
      ...outcome.endings.map((ending) => ({ ...ending, by: ending.by ?? end(rule.text) })),
    );
    if (outcome.isFinal) return endings;
  }
  return [...endings, { verdict: 'return', by: end('end of chain'), because: undefined }];
}

interface Place {
  readonly chain: Chain;
  readonly stage: Stage;
  readonly walker: Walker;
  readonly depth: number;
}

interface RuleOutcome {
  /** Without `by`, it is this rule itself that ends the packet. */
  readonly endings: readonly (Omit<Ending, 'by'> & { readonly by?: PacketEnd | undefined })[];
  /** Nothing after this rule is reached. */
  readonly isFinal: boolean;
}

function runRule(rule: Rule, place: Place): RuleOutcome {
  const endings: RuleOutcome['endings'][number][] = [];
  let because: string | undefined;
  for (const step of rule.steps) {
    if (isCondition(step)) {
      const truth = holds(step, place.stage, place.walker.state);
      if (truth === 'no') return { endings, isFinal: false };
      if (truth === 'maybe') because ??= whatIsAsked(step);
      continue;
    }
    const outcome = act(step, place, because);
    endings.push(...outcome.endings);
    if (outcome.isFinal) return { endings, isFinal: because === undefined };
  }
  return { endings, isFinal: false };
}

function act(action: Action, place: Place, because: string | undefined): RuleOutcome {
  switch (action.kind) {
    case 'accept':
    case 'return':
      return { endings: [{ verdict: action.kind, because }], isFinal: true };
    case 'drop':
    case 'reject':
      return { endings: [{ verdict: 'drop', because }], isFinal: true };
    case 'rewrite':
      return { endings: [{ verdict: 'rewrite', because }], isFinal: true };
    case 'unmodelled':
      return { endings: [{ verdict: 'unmodelled', because: action.what }], isFinal: true };
    case 'jump':
    case 'goto':
      return call(action, place, because);
    case 'choose':
      return choose(action.branches, place, because);
    case 'mark':
    case 'notrack':
      change(action, place.walker.state, because === undefined);
      return { endings: [], isFinal: false };
  }
}

function call(
  { kind, chain: name }: Extract<Action, { kind: 'jump' | 'goto' }>,
  { chain, stage, walker, depth }: Place,
  because: string | undefined,
): RuleOutcome {
  const target = walker.byName.get(`${chain.table} ${name}`);
  if (target === undefined) {
    return {
      endings: [{ verdict: 'unmodelled', because: `${name}, which is not known` }],
      isFinal: true,
    };
  }
  const before = { ...walker.state };
  const endings = runChain(target, stage, walker, depth + 1).map((ending) => ({
    ...ending,
    because: ending.because ?? because,
  }));
  if (because !== undefined) forget(walker.state, before);
  // A chain that was reached by goto returns to where its caller's caller goes on.
  if (kind === 'goto') return { endings, isFinal: true };
  const returns = endings.some(({ verdict }) => verdict === 'return');
  return { endings: endings.filter(({ verdict }) => verdict !== 'return'), isFinal: !returns };
}

function choose(
  branches: Extract<Action, { kind: 'choose' }>['branches'],
  place: Place,
  because: string | undefined,
): RuleOutcome {
  const endings: RuleOutcome['endings'][number][] = [];
  for (const { when, then } of branches) {
    const truth = allHold(when, place.stage, place.walker.state);
    if (truth === 'no') continue;
    const unclear = when.find((one) => holds(one, place.stage, place.walker.state) === 'maybe');
    const asked = unclear === undefined ? because : (because ?? whatIsAsked(unclear));
    const outcome = act(then, place, asked);
    endings.push(...outcome.endings);
    if (truth === 'yes') return { endings, isFinal: outcome.isFinal };
  }
  return { endings, isFinal: false };
}

function change(
  action: Extract<Action, { kind: 'mark' | 'notrack' }>,
  state: PacketState,
  isCertain: boolean,
): void {
  if (action.kind === 'notrack') state.untracked ||= isCertain;
  else if (action.set === null || state.mark === null || !isCertain) state.mark = null;
  else state.mark = ((state.mark & ~action.set.clear) ^ action.set.flip) >>> 0;
}

/** What a chain that perhaps was not called did to the packet is not certain. */
function forget(state: PacketState, before: PacketState): void {
  if (state.mark !== before.mark) state.mark = null;
  state.untracked = before.untracked;
}

function isCondition(step: RuleStep): step is Condition {
  switch (step.kind) {
    case 'numbers':
    case 'names':
    case 'words':
    case 'bits':
    case 'any':
    case 'never':
    case 'unclear':
      return true;
    default:
      return false;
  }
}

const ASKED: Readonly<Record<string, string>> = {
  saddr: 'the address of the other host',
  daddr: 'the address that it connects to',
  sport: 'the port of the client',
  dport: 'the port in the container',
  iifname: 'the interface it arrives on',
  oifname: 'the interface it leaves by',
  mark: 'a mark',
};

function whatIsAsked(condition: Condition): string {
  if (condition.kind === 'unclear') return condition.what;
  return 'field' in condition ? (ASKED[condition.field] ?? condition.field) : 'several fields';
}
