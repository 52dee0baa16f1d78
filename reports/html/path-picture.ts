import type { CheckResult, HostErrorStep, HostReport } from '../../src/model/report.ts';
import type { HostView } from './finding.ts';
import { type Markup, markup, when } from './markup.ts';
import { picture, place } from './picture.ts';
import { listed } from './words.ts';

type StageName = 'client' | 'ssh' | 'sshd' | 'socket' | 'service' | 'API';

const STAGES: readonly StageName[] = ['client', 'ssh', 'sshd', 'socket', 'service', 'API'];

type StageTone = 'bad' | 'warn' | 'unknown' | 'good' | 'none';

/** One station on the way from a client to the API. */
interface Stage {
  readonly name: StageName;
  readonly tone: StageTone;
  /** What is wrong there: checks, or the step that failed. */
  readonly because: readonly CheckResult[];
  readonly error: string | null;
}

/** Where a check belongs whose area does not say it. */
export const STAGE_OF_CHECK: Readonly<Record<string, StageName | null | undefined>> = {
  'ssh-login': 'ssh',
  'user-manager': 'socket',
  'user-bus': 'socket',
  'runtime-dir': 'socket',
  linger: 'socket',
  'podman-service': 'service',
  'podman-api-process': 'API',
  'podman-api': 'API',
  // They are about clients on the host itself, and about who else can connect.
  'container-host': null,
  'docker-host': null,
  'podman-socket-exposure': null,
};

const STAGE_OF_STEP: Readonly<Record<HostErrorStep, StageName>> = {
  config: 'client',
  name: 'client',
  tcp: 'ssh',
  hop: 'ssh',
  'host-key': 'ssh',
  auth: 'ssh',
  shell: 'sshd',
  probe: 'sshd',
  time: 'sshd',
};

/** Whether some station of the path is known to be broken. */
export function pathIsBroken(host: HostReport): boolean {
  return stagesOf(host).some(({ tone }) => tone === 'bad' || tone === 'warn');
}

/** The way from a client to the API of Podman, station by station; nothing when nobody asked for it. */
export function pathPicture(host: HostReport, { anchor }: HostView): Markup | null {
  const stages = stagesOf(host);
  if (stages.length === 0) return null;
  const description = stages.map(sentence).join('. ');
  const title = 'The path of a connection';
  const step = 100 / stages.length;
  return markup`<figure>${picture({ id: `${anchor}path`, title, description }, 92, [
    ...stages.flatMap((stage, at) => (at === 0 ? [] : [link(stage, (at - 0.5) * step, step)])),
    ...stages.map((stage, at) => station(stage, (at + 0.5) * step)),
  ])}<figcaption><ol class="stages">${stages.map((stage) => stageItem(stage, anchor))}</ol></figcaption></figure>`;
}

function stagesOf(host: HostReport): readonly Stage[] {
  const { needs, error } = host;
  const remote = needs.includes('remote') || isOverSsh(host);
  if (!remote && !needs.includes('api')) return [];
  const names = remote ? STAGES : STAGES.slice(STAGES.indexOf('socket'));
  return names.map((name) => (error === null ? judged(name, host) : unreached(name, error)));
}

function isOverSsh({ gathered }: HostReport): boolean {
  return gathered?.transport === 'ssh' || gathered?.transport === 'openssh';
}

/** The worst of what the checks of a station say; notes do not count. */
function judged(name: StageName, host: HostReport): Stage {
  const results = host.results.filter(
    (one) => stageOf(one) === name && one.severity !== 'info' && one.status !== 'not-applicable',
  );
  const with_ = (test: (one: CheckResult) => boolean): readonly CheckResult[] =>
    results.filter(test);
  const failed = with_(({ status }) => status === 'fail');
  const unknown = with_(({ status }) => status === 'unknown');
  const stage = { name, error: null };
  if (failed.some(({ severity }) => severity === 'error')) {
    return { ...stage, tone: 'bad', because: failed };
  }
  if (failed.length > 0) return { ...stage, tone: 'warn', because: failed };
  if (unknown.length > 0) return { ...stage, tone: 'unknown', because: unknown };
  // podready itself came this way.
  const cameBy = name === 'client' && isOverSsh(host);
  return { ...stage, tone: results.length > 0 || cameBy ? 'good' : 'none', because: [] };
}

/** Before the station that failed all went well; what lies behind it nobody saw. */
function unreached(name: StageName, { step, message }: NonNullable<HostReport['error']>): Stage {
  const broken = STAGES.indexOf(STAGE_OF_STEP[step]);
  const at = STAGES.indexOf(name);
  if (at === broken) return { name, tone: 'bad', because: [], error: `${step}: ${message}` };
  return { name, tone: at < broken ? 'good' : 'none', because: [], error: null };
}

function stageOf({ check, area }: CheckResult): StageName | null {
  const special = STAGE_OF_CHECK[check];
  if (special !== undefined) return special;
  if (area === 'ssh') return 'sshd';
  return area === 'socket' ? 'socket' : null;
}

const SAYS: Readonly<Record<StageTone, string>> = {
  bad: 'broken',
  warn: 'works, with a warning',
  unknown: 'could not be decided',
  good: 'works',
  none: 'was not tried',
};

function sentence({ name, tone, because, error }: Stage): string {
  const what = error ?? listed(because.map(({ check }) => check));
  return what === '' ? `${name} ${SAYS[tone]}` : `${name} ${SAYS[tone]} (${what})`;
}

function link({ tone }: Stage, x: number, length: number): Markup {
  // Half of a station is 17 pixels, which percentages do not know: the stations cover the ends.
  return markup`<line class="link ${tone}" x1="${place(x)}%" x2="${place(x + length)}%" y1="30" y2="30"/>${when(
    tone === 'bad',
    () =>
      markup`<text class="cross bad" x="${place(x + length / 2)}%" y="35" text-anchor="middle">✕</text>`,
  )}`;
}

const MARKS: Readonly<Record<StageTone, string>> = {
  bad: '✕',
  warn: '!',
  unknown: '?',
  good: '✓',
  none: '·',
};

function station({ name, tone }: Stage, x: number): Markup {
  const at = `${place(x)}%`;
  return markup`<circle class="station ${tone}" cx="${at}" cy="30" r="17"/><text class="mark ${tone}" x="${at}" y="36" text-anchor="middle">${MARKS[tone]}</text><text class="label" x="${at}" y="72" text-anchor="middle">${name}</text>`;
}

function stageItem({ name, tone, because, error }: Stage, anchor: string): Markup {
  const links = because.map(
    ({ check }) => markup` <a href="${`#${anchor}check-${check}`}">${check}</a>`,
  );
  return markup`<li class="${tone}"><strong>${name}</strong> ${SAYS[tone]}${
    error === null ? links : markup`: ${error}`
  }</li>`;
}
