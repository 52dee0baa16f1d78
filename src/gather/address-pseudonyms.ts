import { createHmac } from 'node:crypto';

/**
 * Other addresses for addresses. Two that share their first n bits still do, so that subnets stay subnets (the
 * prefix-preserving scheme of Xu, Fan, Ammar and Moon, "Crypto-PAn"); a byte that is 0 stays 0, so that
 * the address of a network is still one. What says nothing of a site stays as it is: loopback, link-local,
 * multicast, netmasks, and the networks that Podman and its helpers choose by themselves.
 */
export class AddressPseudonyms {
  readonly #key: string;
  readonly #bits = new Map<string, number>();

  /** `key` decides all; with the same one an address has the same pseudonym. */
  constructor(key: string) {
    this.#key = key;
  }

  /** Four bytes. */
  v4(bytes: readonly number[]): readonly number[] {
    return this.#scramble('4', bytes, kept4(bytes));
  }

  /** Sixteen bytes. */
  v6(bytes: readonly number[]): readonly number[] {
    // ::ffff:a.b.c.d is an IPv4 address (RFC 4291, 2.5.5.2).
    const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff;
    if (isMapped) return [...bytes.slice(0, 12), ...this.v4(bytes.slice(12))];
    return this.#scramble('6', bytes, kept6(bytes));
  }

  #scramble(family: string, bytes: readonly number[], kept: number): readonly number[] {
    const out: number[] = [];
    for (const [at, byte] of bytes.entries()) {
      out.push(at < kept ? byte : this.#byte(`${family}:${bytes.slice(0, at).join('.')}`, byte));
    }
    return out;
  }

  /** Flips each bit as all before it decide, and none while they are zero: a permutation that leaves 0 alone. */
  #byte(before: string, byte: number): number {
    let out = 0;
    for (let bit = 7; bit >= 0; bit -= 1) {
      const prefix = byte >> (bit + 1);
      const flip = prefix === 0 ? 0 : this.#flip(`${before}:${bit}:${prefix}`);
      out |= (((byte >> bit) & 1) ^ flip) << bit;
    }
    return out;
  }

  #flip(prefix: string): number {
    const known = this.#bits.get(prefix);
    if (known !== undefined) return known;
    const first = createHmac('sha256', this.#key).update(prefix).digest()[0] ?? 0;
    this.#bits.set(prefix, first & 1);
    return first & 1;
  }
}

/** How many bytes of an IPv4 address stay: all, those that say which kind it is, or the first. */
function kept4(bytes: readonly number[]): number {
  const [first = 0] = bytes;
  // Multicast, reserved and netmasks (RFC 6890).
  if (first >= 224) return 4;
  if (KEPT.some((prefix) => prefix.every((byte, at) => byte === bytes[at]))) return 4;
  // Ranges of private use and documentation are parts of these; nothing may come in or go out of them.
  return [100, 172, 192, 198, 203].includes(first) ? 2 : 1;
}

/**
 * "This network", loopback and link-local (RFC 6890); Podman's networks (containers.conf(5), default_subnet) and that
 * of slirp4netns(1).
 */
const KEPT: readonly (readonly number[])[] = [
  [0],
  [127],
  [169, 254],
  [10, 88],
  [10, 89],
  [10, 0, 2],
];

function kept6(bytes: readonly number[]): number {
  const [a = 0, b = 0] = bytes;
  if (bytes.slice(0, 15).every((byte) => byte === 0) || a === 0xff) return 16;
  return a === 0xfe && b >= 0x80 && b < 0xc0 ? 8 : 1;
}
