import type { CheckResult, HostReport, Status } from '../../src/model/report.ts';

/** How something is shown: the class of its colour, and the word that says the same. */
export interface Tone {
  readonly tone: 'bad' | 'warn' | 'note' | 'unknown' | 'good' | 'none';
  readonly word: string;
}

/** The tone of a result; a failure is as bad as its severity. */
export function toneOf({ status, severity }: Pick<CheckResult, 'status' | 'severity'>): Tone {
  if (status !== 'fail') return OF_STATUS[status];
  return OF_SEVERITY[severity];
}

const OF_SEVERITY = {
  error: { tone: 'bad', word: 'error' },
  warning: { tone: 'warn', word: 'warning' },
  info: { tone: 'note', word: 'note' },
} as const satisfies Record<CheckResult['severity'], Tone>;

const OF_STATUS = {
  pass: { tone: 'good', word: 'passed' },
  unknown: { tone: 'unknown', word: 'unknown' },
  'not-applicable': { tone: 'none', word: 'does not apply' },
} as const satisfies Record<Exclude<Status, 'fail'>, Tone>;

/** The verdict of a host in a word or three. */
export function verdictOf({ error, verdict }: Pick<HostReport, 'error' | 'verdict'>): Tone {
  if (error !== null) return { tone: 'unknown', word: 'not reached' };
  return VERDICTS[verdict];
}

const VERDICTS = {
  ready: { tone: 'good', word: 'ready' },
  'not-ready': { tone: 'bad', word: 'not ready' },
  unknown: { tone: 'unknown', word: 'not sure' },
} as const satisfies Record<HostReport['verdict'], Tone>;

/** The verdict as a sentence without its subject, such as `is not ready for rootless Podman`. */
export function predicateOf(host: HostReport, narrowed: boolean): string {
  if (host.error !== null) return 'could not be looked at';
  const goal = goalOf(host);
  switch (host.verdict) {
    case 'not-ready':
      return `is not ready for ${goal}`;
    case 'unknown':
      return `may or may not be ready for ${goal}`;
    case 'ready':
      return narrowed ? 'passed the selected checks' : `is ready for ${goal}`;
  }
}

function goalOf({ needs, target }: HostReport): string {
  if (target !== undefined) return target.replace(/^podman@/u, 'Podman ');
  return needs.includes('run') ? 'rootless Podman' : 'Podman';
}

/** What stands between the verdict and the person, in one or two sentences. */
export function storyOf(host: HostReport): string {
  const { error, rootCauses, results } = host;
  if (error !== null) return `${error.step}: ${withoutHost(error.message, host.host)}`;
  const errors = rootCauses.filter(({ severity }) => severity === 'error').length;
  const warnings = rootCauses.length - errors;
  const follows = results.filter(({ explainedBy }) => explainedBy !== null).length;
  const open = results.filter(
    ({ status, severity }) => status === 'unknown' && severity === 'error',
  );
  const sentences = [
    errors === 0 ? '' : `${counted(errors, 'thing')} ${errors === 1 ? 'is' : 'are'} in the way.`,
    warnings === 0 ? '' : `${counted(warnings, 'thing')} may cause trouble later.`,
    follows === 0
      ? ''
      : `${counted(follows, 'more finding')} ${follows === 1 ? 'follows' : 'follow'} from that, and ${follows === 1 ? 'goes' : 'go'} away with it.`,
    open.length === 0 ? '' : `${counted(open.length, 'check')} that would decide could not look.`,
  ].filter((sentence) => sentence !== '');
  return sentences.length === 0 ? 'Nothing is in the way.' : sentences.join(' ');
}

/** Messages of transports begin with the host, which the headline has named. */
function withoutHost(message: string, host: string): string {
  return message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
}

/** What is said of a host after a reboot, or nothing when nobody asked. */
export function rebootOf({ afterReboot }: HostReport): string | null {
  if (afterReboot === undefined) return null;
  const because = afterReboot.checks.length === 0 ? '' : ` (${afterReboot.checks.join(', ')})`;
  return { ready: 'works', 'not-ready': `does not work${because}`, unknown: `not sure${because}` }[
    afterReboot.verdict
  ];
}

/** A need as a person would say it. */
export function needOf(need: string): string {
  const port = /^publish:(?<port>\d+)$/u.exec(need)?.groups?.['port'];
  return port === undefined ? (NEEDS[need] ?? need) : `publish port ${port}`;
}

const NEEDS: Readonly<Record<string, string | undefined>> = {
  run: 'run containers',
  rootful: 'run containers as root',
  api: "serve Podman's API",
  boot: 'start after a reboot',
  remote: 'be reached over SSH',
  publish: 'publish ports',
  ping: 'ping from containers',
  'short-names': 'resolve short image names',
  'docker-clients': 'serve Docker clients',
};

/** `1 host`, `1,000 hosts`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `65,536`. Not by the locale of who renders: reports are compared. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
