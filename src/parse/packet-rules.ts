/** Where in the kernel's packet path a chain is called. */
export type Hook = 'ingress' | 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/** First and last number of a range. */
export type NumberRange = readonly [from: number, to: number];

/** Fields with a number; addresses are IPv4 as 32 bits, `l4proto` is the IP protocol. */
export type NumberField = 'saddr' | 'daddr' | 'sport' | 'dport' | 'l4proto';

export type NameField = 'iifname' | 'oifname';

/** Fields with a word from a fixed list, in the spelling of nft(8). */
export type WordField =
  'ctState' | 'ctStatus' | 'ctDirection' | 'nfproto' | 'saddrType' | 'daddrType' | 'rpf';

/** What a rule asks of a packet. */
export type Condition =
  | {
      readonly kind: 'numbers';
      readonly field: NumberField;
      readonly ranges: readonly NumberRange[];
      readonly negated: boolean;
    }
  /** A pattern that ends with `*` stands for every name that begins so. */
  | {
      readonly kind: 'names';
      readonly field: NameField;
      readonly patterns: readonly string[];
      readonly negated: boolean;
    }
  | {
      readonly kind: 'words';
      readonly field: WordField;
      readonly words: readonly string[];
      readonly negated: boolean;
    }
  /** `(field & mask) == value`. */
  | {
      readonly kind: 'bits';
      readonly field: 'mark' | 'tcpFlags';
      readonly mask: number;
      readonly value: number;
      readonly negated: boolean;
    }
  /** One of the alternatives holds; each is a list of which all must hold. */
  | {
      readonly kind: 'any';
      readonly of: readonly (readonly Condition[])[];
      readonly negated: boolean;
    }
  /** Never true for TCP or UDP over IPv4. */
  | { readonly kind: 'never' }
  /** It may hold or not: a limit, or something that is not read here. */
  | { readonly kind: 'unclear'; readonly what: string };

export type Action =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'reject' }
  | { readonly kind: 'return' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string }
  /** `mark = mark & ~clear ^ flip`; `null` when the value is not a constant. */
  | {
      readonly kind: 'mark';
      readonly set: { readonly clear: number; readonly flip: number } | null;
    }
  | { readonly kind: 'notrack' }
  /** The packet gets another destination. */
  | { readonly kind: 'rewrite'; readonly what: string }
  /** The branch whose conditions hold; at most one does. */
  | {
      readonly kind: 'choose';
      readonly branches: readonly { readonly when: readonly Condition[]; readonly then: Action }[];
    }
  /** The packet's fate is not known from here on. */
  | { readonly kind: 'unmodelled'; readonly what: string };

/** A condition or an action, in the order in which the kernel takes them. */
export type RuleStep = Condition | Action;

export interface Rule {
  /** As a person would write or find it. */
  readonly text: string;
  readonly steps: readonly RuleStep[];
}

export interface Chain {
  /** The table it is in, such as `inet filter` or `iptables-legacy filter`; jumps stay within one. */
  readonly table: string;
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Only a chain that the kernel calls. */
  readonly base?: {
    readonly hook: Hook;
    readonly priority: number;
    readonly policy: 'accept' | 'drop';
    readonly type: 'filter' | 'nat' | 'route';
    /** Only for the hook ingress. */
    readonly devices: readonly string[];
  };
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  dccp: 33,
  gre: 47,
  esp: 50,
  ah: 51,
  'ipv6-icmp': 58,
  icmpv6: 58,
  sctp: 132,
  udplite: 136,
};

/** Number of an IP protocol. A name that is not known here is no protocol of our packets either. */
export function protocolNumber(name: string): number {
  if (/^\d{1,3}$/u.test(name)) return Number(name);
  return PROTOCOLS[name.toLowerCase()] ?? 256;
}

/** The range of an IPv4 address or network such as `10.88.0.0/16` or `10.0.0.0/255.0.0.0`. */
export function addressRange(text: string, length?: number): NumberRange | undefined {
  const [address = '', mask] = text.split('/');
  const first = addressNumber(address);
  const bits = length ?? maskLength(mask);
  if (first === undefined || bits === undefined || bits < 0 || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const from = Math.floor(first / size) * size;
  return [from, from + size - 1];
}

/** An IPv4 address as a number. */
export function addressNumber(text: string): number | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function maskLength(mask: string | undefined): number | undefined {
  if (mask === undefined) return 32;
  if (/^\d{1,2}$/u.test(mask)) return Number(mask);
  const number = addressNumber(mask);
  if (number === undefined) return undefined;
  const length = number.toString(2).padStart(32, '0').indexOf('0');
  const bits = length < 0 ? 32 : length;
  return number === 2 ** 32 - 2 ** (32 - bits) ? bits : undefined;
}
