import type {
  Hook,
  NameField,
  NumberField,
  NumberRange,
  WordField,
} from '../parse/packet-rules.ts';

/** What is known of a packet's fields: a value, several that are possible, or nothing. */
export interface Packet {
  /** For people: "a connection from another host to port 8080". */
  readonly title: string;
  /** Values that a field may have; a field that is missing may have any. */
  readonly numbers: Readonly<Partial<Record<NumberField, readonly NumberRange[]>>>;
  /** Words that hold, such as `new` of ctState; `null` when nobody knows. */
  readonly words: Readonly<Record<WordField, readonly string[] | null>>;
  readonly tcpFlags: number;
}

/** A hook that the packet passes, and what it looks like there. */
export interface Stage {
  readonly hook: Hook;
  /** A name, or those that it is not. */
  readonly names: Readonly<Record<NameField, InterfaceName>>;
  readonly packet: Packet;
  /** Whether nat chains are called: only for the first packet of a connection, once for each hook. */
  readonly nat: boolean;
}

export type InterfaceName = { readonly is: string } | { readonly not: readonly string[] };

/** One packet's way through the host. */
export interface Journey {
  readonly title: string;
  readonly stages: readonly Stage[];
}

/** A bridge of Podman's, and the network behind it. */
export interface Bridge {
  readonly name: string;
  readonly subnet: NumberRange;
}

/** Netavark's and CNI's default network: `default_subnet` of containers.conf(5). */
export const DEFAULT_BRIDGE: Bridge = { name: 'podman0', subnet: [0x0a_58_00_00, 0x0a_58_ff_ff] };

/** A client on this host connects to a published port on 127.0.0.1. */
export function toLoopback(port: number): Journey {
  const packet = tcp(`a connection from this host to port ${port}`, port, {
    saddr: [LOOPBACK],
    daddr: [LOOPBACK],
  });
  const stage = (hook: Hook, names: Stage['names'], nat: boolean): Stage => ({
    hook,
    names,
    packet,
    nat,
  });
  const leaving = { iifname: NO_NAME, oifname: { is: 'lo' } };
  const arriving = { iifname: { is: 'lo' }, oifname: NO_NAME };
  return {
    title: packet.title,
    stages: [
      stage('output', leaving, true),
      stage('postrouting', leaving, true),
      stage('prerouting', arriving, false),
      stage('input', arriving, false),
    ],
  };
}

/** Another host connects to a port that a process of this host listens on: pasta, rootlessport. */
export function toRootlessPort(port: number, uplink: string | undefined): Journey {
  const packet = tcp(`a connection from another host to port ${port}`, port, {
    saddr: OTHER_HOSTS,
    daddr: OTHER_HOSTS,
  });
  const names = { iifname: uplinkName(uplink), oifname: NO_NAME };
  const hooks: readonly Hook[] = ['ingress', 'prerouting', 'input'];
  return {
    title: packet.title,
    stages: hooks.map((hook) => ({ hook, names, packet, nat: true })),
  };
}

/**
 * Another host connects to a port of a rootful container. Netavark or CNI changes the destination in
 * prerouting, whatever its rules look like; so nat chains are not called, and what follows is forwarded.
 */
export function toRootfulPort(port: number, uplink: string | undefined, bridge: Bridge): Journey {
  const before = tcp(
    `a connection from another host to the rootful container behind port ${port}`,
    port,
    { saddr: without(OTHER_HOSTS, bridge.subnet), daddr: without(OTHER_HOSTS, bridge.subnet) },
  );
  const { dport: _, ...numbers } = before.numbers;
  const after: Packet = {
    ...before,
    numbers: { ...numbers, daddr: [bridge.subnet] },
    words: { ...before.words, ctStatus: ['dnat'], daddrType: ['unicast'] },
  };
  const outside = { iifname: uplinkName(uplink), oifname: NO_NAME };
  const through = { iifname: uplinkName(uplink), oifname: { is: bridge.name } };
  return {
    title: before.title,
    stages: [
      { hook: 'ingress', names: outside, packet: before, nat: false },
      { hook: 'prerouting', names: outside, packet: before, nat: false },
      { hook: 'forward', names: through, packet: after, nat: false },
      { hook: 'postrouting', names: through, packet: after, nat: false },
    ],
  };
}

/** A rootful container connects to another host. */
export function fromRootfulContainer(uplink: string | undefined, bridge: Bridge): Journey {
  const packet = tcp('a connection from a rootful container to another host', undefined, {
    saddr: [bridge.subnet],
    daddr: without(OTHER_HOSTS, bridge.subnet),
  });
  const away: Packet = { ...packet, words: { ...packet.words, daddrType: ['unicast'] } };
  const names = { iifname: { is: bridge.name }, oifname: uplinkName(uplink) };
  return {
    title: packet.title,
    stages: [
      { hook: 'prerouting', names: { ...names, oifname: NO_NAME }, packet: away, nat: true },
      { hook: 'forward', names, packet: away, nat: true },
    ],
  };
}

/** A rootful container asks aardvark-dns, which listens on the bridge's address. */
export function toBridgeDns(bridge: Bridge): Journey {
  const packet = tcp(`a DNS query from a container to ${bridge.name}`, 53, {
    saddr: [bridge.subnet],
    daddr: [[bridge.subnet[0] + 1, bridge.subnet[0] + 1]],
  });
  const query: Packet = { ...packet, numbers: { ...packet.numbers, l4proto: [[17, 17]] } };
  const names = { iifname: { is: bridge.name }, oifname: NO_NAME };
  const hooks: readonly Hook[] = ['prerouting', 'input'];
  return {
    title: packet.title,
    stages: hooks.map((hook) => ({ hook, names, packet: query, nat: true })),
  };
}

const LOOPBACK: NumberRange = [0x7f_00_00_01, 0x7f_00_00_01];

/** Unicast addresses outside 127/8. */
const OTHER_HOSTS: readonly NumberRange[] = [
  [0x01_00_00_00, 0x7e_ff_ff_ff],
  [0x80_00_00_00, 0xdf_ff_ff_ff],
];

function without(
  ranges: readonly NumberRange[],
  [first, last]: NumberRange,
): readonly NumberRange[] {
  return ranges.flatMap(([from, to]): NumberRange[] => {
    if (last < from || to < first) return [[from, to]];
    const before: NumberRange[] = from < first ? [[from, first - 1]] : [];
    const after: NumberRange[] = last < to ? [[last + 1, to]] : [];
    return [...before, ...after];
  });
}

const NO_NAME: InterfaceName = { is: '' };

/** The card that other hosts are behind; without a default route, any but the loopback and bridges. */
function uplinkName(uplink: string | undefined): InterfaceName {
  return uplink === undefined
    ? { not: ['lo', 'podman*', 'cni-podman*', 'docker*'] }
    : { is: uplink };
}

function tcp(
  title: string,
  port: number | undefined,
  addresses: { readonly saddr: readonly NumberRange[]; readonly daddr: readonly NumberRange[] },
): Packet {
  return {
    title,
    numbers: {
      ...addresses,
      l4proto: [[6, 6]],
      // net.ipv4.ip_local_port_range of the client: any port that needs no privilege.
      sport: [[1024, 65_535]],
      ...(port !== undefined && { dport: [[port, port]] }),
    },
    words: {
      ctState: ['new'],
      ctStatus: [],
      ctDirection: ['original'],
      nfproto: ['ipv4'],
      saddrType: null,
      daddrType: ['local'],
      rpf: ['exists'],
    },
    tcpFlags: 2,
  };
}
