import type { NumberRange } from '../parse/packet-rules.ts';

/** The addresses of `10.88.0.0/16`; undefined when the text is no IPv4 network. */
export function parseIpv4Range(text: string): NumberRange | undefined {
  const { address = '', length = '' } =
    /^(?<address>\d{1,3}(?:\.\d{1,3}){3})\/(?<length>\d{1,2})$/u.exec(text)?.groups ?? {};
  const bytes = address.split('.').map(Number);
  if (address === '' || bytes.some((byte) => byte > 255) || Number(length) > 32) return undefined;
  const size = 2 ** (32 - Number(length));
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const from = Math.floor(value / size) * size;
  return [from, from + size - 1];
}

/** The range as a network, such as `10.88.0.0/16`; the range of a route always is one. */
export function formatIpv4Range([from, to]: NumberRange): string {
  return `${formatIpv4(from)}/${32 - Math.round(Math.log2(to - from + 1))}`;
}

/** An address of 32 bits as four numbers. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

export function rangesOverlap([a, b]: NumberRange, [c, d]: NumberRange): boolean {
  return a <= d && c <= b;
}

export function sizeOfRange([from, to]: NumberRange): number {
  return to - from + 1;
}
