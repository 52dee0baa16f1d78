/** The four bytes of `192.0.2.1`, or `undefined`. */
export function parseIpv4(text: string): readonly number[] | undefined {
  const bytes = text.split('.').map((part) => (/^\d{1,3}$/u.test(part) ? Number(part) : 256));
  return bytes.length === 4 && bytes.every((byte) => byte < 256) ? bytes : undefined;
}

/** The sixteen bytes of an address as RFC 4291, 2.2 has it, without zone; or `undefined`. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const halves = withoutDots(text).split('::');
  const [left, right = []] = halves.map(groupsOf);
  if (left === undefined || halves.length > 2 || halves.map(groupsOf).includes(undefined)) {
    return undefined;
  }
  const missing = 16 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...left, ...new Array<number>(missing).fill(0), ...right];
}

/** The last two groups may be written as an IPv4 address. */
function withoutDots(text: string): string {
  const tail = /(?<=:)\d+\.\d+\.\d+\.\d+$/u.exec(text)?.[0] ?? '';
  const [a, b, c, d] = parseIpv4(tail) ?? [];
  if (a === undefined || b === undefined || c === undefined || d === undefined) return text;
  const groups = [(a << 8) | b, (c << 8) | d].map((group) => group.toString(16));
  return `${text.slice(0, text.length - tail.length)}${groups.join(':')}`;
}

function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  if (!groups.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return undefined;
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** As RFC 5952 writes it: the longest run of two zero groups or more is left out. */
export function formatIpv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?<![\da-f])0(?::0(?![\da-f]))+/gu)];
  const longest = runs.reduce((best, [run]) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const at = text.search(new RegExp(`(?<![\\da-f])${longest}(?![\\da-f])`, 'u'));
  const before = text.slice(0, at).replace(/:$/u, '');
  const after = text.slice(at + longest.length).replace(/^:/u, '');
  return `${before}::${after}`;
}
