/** A version of an upstream program, as it or a package manager writes it. */
export interface Version {
  /** As found, such as `1:4.3.1+ds1-8+b1`. */
  readonly text: string;
  readonly epoch: number;
  /** Numbers of the upstream version: `[4, 3, 1]`. */
  readonly numbers: readonly [number, ...number[]];
  /** `rc1`, `dev`, `beta2`: before the release of that number. Empty for a release. */
  readonly pre: string;
}

/**
 * The first version in a text such as `podman version 4.9.4-rhel` or `crun 1:1.21-1`, or undefined
 * when there is none. Suffixes of packagers (`+dfsg1`, `-8+b1`, `-1.el9`, `-rhel`) say nothing about
 * the upstream version; `semver` misreads them (`4.09`, epochs).
 */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const { epoch = '0', numbers = '', pre = '' } = match.groups ?? {};
  const [major = 0, ...rest] = numbers.split('.').map(Number);
  return {
    text: match[0].replace(/^v/u, ''),
    epoch: Number(epoch),
    numbers: [major, ...rest],
    pre,
  };
}

/** Negative, zero or positive, as `a` is before, equal to or after `b`. */
export function compareVersions(a: Version, b: Version): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  const length = Math.max(a.numbers.length, b.numbers.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePre(a.pre, b.pre);
}

/** Whether `version` is `minimum` or later, by upstream numbers; epochs are the packager's. */
export function isAtLeast(version: Version, minimum: string): boolean {
  const wanted = parseVersion(minimum);
  return (
    wanted !== undefined && compareVersions({ ...version, epoch: 0 }, { ...wanted, epoch: 0 }) >= 0
  );
}

/** The numbers of a version, as upstream writes them: `4.3.1`, `5.0.0-rc1`. */
export function upstreamText({ numbers, pre }: Version): string {
  return numbers.join('.') + (pre === '' ? '' : `-${pre}`);
}

/**
 * The day of a version that is a date, as passt's are: `0.0~git20250503.587980c-2` (Debian),
 * `0^20240326.g4988e2b` (Fedora) and `2025_03_20.32f6212` (upstream) give 20250503 and so on.
 */
export function snapshotDate(text: string): number | undefined {
  const { year, month, day } =
    /(?<year>20\d\d)_?(?<month>[01]\d)_?(?<day>[0-3]\d)(?!\d)/u.exec(text)?.groups ?? {};
  return year === undefined ? undefined : Number(`${year}${month}${day}`);
}

const VERSION =
  /(?<![\w.])v?(?:(?<epoch>\d{1,3}):)?(?<numbers>\d{1,9}(?:\.\d{1,9})+)(?:[-~.+]?(?<pre>(?:alpha|beta|rc|dev)[\d.]*))?[\w.+~:^-]*/u;

/** A release is after everything that comes before it; `dev` is before `alpha` is before `rc`. */
function comparePre(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  return rankA === rankB ? numberOf(a) - numberOf(b) : rankA - rankB;
}

function rankOf(pre: string): number {
  return ['dev', 'alpha', 'beta', 'rc'].findIndex((name) => pre.startsWith(name));
}

function numberOf(pre: string): number {
  return Number(/\d+/u.exec(pre)?.[0] ?? 0);
}
