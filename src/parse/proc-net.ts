import type { NumberRange } from './packet-rules.ts';

/** A row of /proc/net/route. */
export interface Route {
  readonly device: string;
  /** IPv4 addresses of the destination, as 32 bits. */
  readonly destination: NumberRange;
  /** The gateway as 32 bits; 0 when the destination is on the link. */
  readonly gateway: number;
  readonly isDefault: boolean;
}

/** A socket that listens, from /proc/net/tcp or /proc/net/tcp6. */
export interface Listener {
  /** As the kernel writes it, in hex: `00000000`, `0100007F`, or 32 digits for IPv6. */
  readonly address: string;
  readonly port: number;
  readonly uid: number;
}

const UP = 1;
const REJECT = 0x200;

/** Reads rows of /proc/net/route (numbers in the host's byte order, which is little endian here). */
export function parseRoutes(lines: readonly string[]): readonly Route[] {
  return lines.flatMap((line): Route[] => {
    const groups = ROUTE.exec(line)?.groups;
    if (groups === undefined) return [];
    const bits = Number.parseInt(groups['flags'] ?? '', 16);
    if ((bits & UP) === 0 || (bits & REJECT) !== 0) return [];
    const from = littleEndian(groups['destination']);
    const netmask = littleEndian(groups['mask']);
    return [
      {
        device: groups['device'] ?? '',
        destination: [from, from + (0xff_ff_ff_ff - netmask)],
        gateway: littleEndian(groups['gateway']),
        isDefault: netmask === 0,
      },
    ];
  });
}

const ROUTE =
  /^(?<device>\S+)\s+(?<destination>[\dA-F]{8})\s+(?<gateway>[\dA-F]{8})\s+(?<flags>[\dA-F]{4})\s+\d+\s+\d+\s+\d+\s+(?<mask>[\dA-F]{8})\s/u;

/** Reads rows of /proc/net/tcp and /proc/net/tcp6 whose state is LISTEN (0A). */
export function parseListeners(lines: readonly string[]): readonly Listener[] {
  return lines.flatMap((line): Listener[] => {
    const match =
      /^\s*\d+: (?<address>[\dA-F]{8}|[\dA-F]{32}):(?<port>[\dA-F]{4}) \S+ 0A \S+ \S+ \S+\s+(?<uid>\d+) /u.exec(
        line,
      );
    const { address = '', port = '', uid = '' } = match?.groups ?? {};
    return match === null ? [] : [{ address, port: Number.parseInt(port, 16), uid: Number(uid) }];
  });
}

/** The address that reaches a listener from the same machine, as text. */
export function addressOf({ address }: Pick<Listener, 'address'>): string {
  const words = address.match(/.{8}/gu) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../gu) ?? []).toReversed());
  if (bytes.every((byte) => byte === '00')) return bytes.length === 4 ? '127.0.0.1' : '::1';
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return Array.from({ length: 8 }, (_, at) => bytes.slice(2 * at, 2 * at + 2).join('')).join(':');
}

function littleEndian(word = ''): number {
  const bytes = word.match(/../gu) ?? [];
  return Number.parseInt(bytes.toReversed().join(''), 16);
}
