import type { IptablesOption } from './iptables-words.ts';
import {
  addressRange,
  type Condition,
  type NumberField,
  type NumberRange,
  protocolNumber,
  type WordField,
} from './packet-rules.ts';

/** What one option asks of a packet; `undefined` when it asks nothing. */
export function conditionOf(option: IptablesOption): readonly Condition[] | undefined {
  const read = MATCHES[option.name];
  if (read !== undefined) return read(option);
  return SILENT.has(option.name) ? undefined : [unclear(option)];
}

/** Whether a match module (`-m NAME`) is one whose options are read here. */
export function isKnownModule(name: string): boolean {
  return KNOWN_MODULES.has(name);
}

type Reader = (option: IptablesOption) => readonly Condition[];

const SILENT: ReadonlySet<string> = new Set([
  '--comment',
  '--limit',
  '--limit-burst',
  '--validmark',
  '--loose',
  '--accept-local',
]);

const KNOWN_MODULES: ReadonlySet<string> = new Set([
  'tcp',
  'udp',
  'multiport',
  'conntrack',
  'state',
  'addrtype',
  'comment',
  'mark',
  'icmp',
  'icmp6',
  'limit',
  'rpfilter',
]);

const MATCHES: Readonly<Record<string, Reader>> = {
  '-s': address('saddr'),
  '-d': address('daddr'),
  '-i': name('iifname'),
  '-o': name('oifname'),
  '-p': ({ values, negated }) => [
    {
      kind: 'numbers',
      field: 'l4proto',
      ranges: values[0] === 'all' ? [[0, 255]] : values.map((one) => single(protocolNumber(one))),
      negated,
    },
  ],
  '--dport': ports('dport'),
  '--dports': ports('dport'),
  '--sport': ports('sport'),
  '--sports': ports('sport'),
  '--ports': (option) => [
    {
      kind: 'any',
      of: [
        ports('sport')({ ...option, negated: false }),
        ports('dport')({ ...option, negated: false }),
      ],
      negated: option.negated,
    },
  ],
  '--ctstate': words('ctState'),
  '--state': words('ctState'),
  '--ctstatus': words('ctStatus'),
  '--ctdir': words('ctDirection'),
  '--dst-type': words('daddrType'),
  '--src-type': words('saddrType'),
  '--mark': mark,
  '--tcp-flags': tcpFlags,
  '--syn': ({ negated }) => [{ kind: 'bits', field: 'tcpFlags', mask: 0x17, value: 0x02, negated }],
  '--icmp-type': () => [{ kind: 'never' }],
  '--icmpv6-type': () => [{ kind: 'never' }],
  // Whether a route back exists: it does for our packets, unless the rule asks for the opposite.
  '--invert': () => [{ kind: 'words', field: 'rpf', words: ['missing'], negated: false }],
};

function unclear({ name, negated, values }: IptablesOption): Condition {
  return { kind: 'unclear', what: `${negated ? '! ' : ''}${[name, ...values].join(' ')}` };
}

function single(number: number): NumberRange {
  return [number, number];
}

function address(field: NumberField): Reader {
  return (option) => {
    const range = addressRange(option.values[0] ?? '');
    if (range === undefined) return [unclear(option)];
    return [{ kind: 'numbers', field, ranges: [range], negated: option.negated }];
  };
}

function name(field: 'iifname' | 'oifname'): Reader {
  return ({ values, negated }) => [
    {
      kind: 'names',
      field,
      patterns: values.map((one) => one.replace(/\+$/u, '*')),
      negated,
    },
  ];
}

function ports(field: 'dport' | 'sport'): Reader {
  return (option) => {
    const ranges = option.values.join('').split(',').map(portRange);
    const known = ranges.filter((range) => range !== undefined);
    if (known.length === 0 || known.length < ranges.length) return [unclear(option)];
    return [{ kind: 'numbers', field, ranges: known, negated: option.negated }];
  };
}

function portRange(text: string): NumberRange | undefined {
  const { from = '', to } = /^(?<from>\d{1,5})(?::(?<to>\d{1,5}))?$/u.exec(text)?.groups ?? {};
  return from === '' ? undefined : [Number(from), Number(to ?? from)];
}

function words(field: WordField): Reader {
  return ({ values, negated }) => [
    {
      kind: 'words',
      field,
      words: values
        .join(',')
        .split(',')
        .map((word) => word.toLowerCase()),
      negated,
    },
  ];
}

function mark(option: IptablesOption): readonly Condition[] {
  const [value, mask = 0xff_ff_ff_ff] = (option.values[0] ?? '').split('/').map(Number);
  if (value === undefined || Number.isNaN(value) || Number.isNaN(mask)) return [unclear(option)];
  return [{ kind: 'bits', field: 'mark', mask, value, negated: option.negated }];
}

const TCP_FLAGS: Readonly<Record<string, number>> = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ALL: 63,
  NONE: 0,
};

function tcpFlags(option: IptablesOption): readonly Condition[] {
  const [asked, set] = option.values.map((list) =>
    list.split(',').reduce((sum, flag) => sum | (TCP_FLAGS[flag] ?? Number.NaN), 0),
  );
  if (asked === undefined || set === undefined) return [unclear(option)];
  return [{ kind: 'bits', field: 'tcpFlags', mask: asked, value: set, negated: option.negated }];
}
