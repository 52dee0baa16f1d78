import type { CheckResult, HostErrorStep, HostReport } from '../../src/model/report.ts';
import { badge, commandBlock, type HostView, sourceList } from './finding.ts';
import { hostBody, hostFacts } from './host.ts';
import { type Markup, markup, when } from './markup.ts';
import { matrix } from './matrix.ts';
import { counted, grouped, storyOf, toneOf, verdictOf } from './words.ts';

/** A host, and the id of its section. */
export interface Numbered {
  readonly host: HostReport;
  readonly anchor: string;
}

/** One check, and the hosts on which it found something or could not decide. */
export interface Trouble {
  readonly check: string;
  readonly title: string;
  /** The worst that it is on any host. */
  readonly worst: CheckResult;
  readonly failing: readonly Numbered[];
  readonly unknown: readonly Numbered[];
  /** The hosts on which nothing else explains it. */
  readonly root: readonly Numbered[];
}

/** Many hosts: what is in the way and of how many, the matrix, and a section for each. */
export function fleetBody(hosts: readonly HostReport[], view: HostView): Markup {
  const numbered = hosts
    .map((host, at) => ({ host, anchor: `h${at + 1}-` }))
    .toSorted(
      (a, b) => ORDER.indexOf(verdictOf(a.host).word) - ORDER.indexOf(verdictOf(b.host).word),
    );
  const troubles = troublesOf(numbered);
  const isCause = ({ root }: Trouble): boolean => root.length > 0;
  const cards = (some: readonly Trouble[]): readonly Markup[] =>
    some.map((one) => troubleCard(one, hosts.length, view));
  const first = [...unreachedCards(numbered), ...cards(troubles.filter(isCause))];
  const rest = cards(troubles.filter((one) => !isCause(one)));
  return markup`${tiles(hosts)}
${when(first.length > 0, () => markup`<section><h2>What is in the way</h2>${first}</section>`)}
<section><h2>Hosts and checks</h2>${matrix(numbered, troubles)}</section>
${when(rest.length > 0, () => markup`<section><h2>What else was found</h2>${rest}</section>`)}
<section><h2>Host by host</h2>${numbered.map((one) => hostSection(one, view))}</section>`;
}

/** The hosts that need somebody come first. */
const ORDER = ['not ready', 'not sure', 'not reached', 'ready'];

/** What failed or is unknown anywhere: root causes first, the worst and the most frequent first. */
export function troublesOf(hosts: readonly Numbered[]): readonly Trouble[] {
  const found = new Map<string, MutableTrouble>();
  for (const numbered of hosts) {
    const roots = new Set(numbered.host.rootCauses.map(({ check }) => check));
    for (const result of numbered.host.results) {
      if (result.status !== 'fail' && result.status !== 'unknown') continue;
      const trouble = found.get(result.check) ?? newTrouble(result);
      found.set(result.check, trouble);
      (result.status === 'fail' ? trouble.failing : trouble.unknown).push(numbered);
      if (roots.has(result.check)) trouble.root.push(numbered);
      if (badness(result) > badness(trouble.worst)) trouble.worst = result;
    }
  }
  return [...found.values()]
    .map((one) => ({ ...one, title: one.worst.title }))
    .toSorted(
      (a, b) =>
        Number(b.root.length > 0) - Number(a.root.length > 0) ||
        badness(b.worst) - badness(a.worst) ||
        b.root.length - a.root.length ||
        b.failing.length - a.failing.length,
    );
}

interface MutableTrouble {
  readonly check: string;
  worst: CheckResult;
  readonly failing: Numbered[];
  readonly unknown: Numbered[];
  readonly root: Numbered[];
}

function newTrouble(result: CheckResult): MutableTrouble {
  return { check: result.check, worst: result, failing: [], unknown: [], root: [] };
}

function badness({ status, severity }: CheckResult): number {
  const of = { error: 3, warning: 2, info: 1 }[severity];
  return status === 'fail' ? of * 2 : of * 2 - 1;
}

function tiles(hosts: readonly HostReport[]): Markup {
  return markup`<ul class="tiles">${ORDER.map((word) => {
    const of = hosts.filter((host) => verdictOf(host).word === word);
    const tone = of[0] === undefined ? 'none' : verdictOf(of[0]).tone;
    return markup`<li class="${tone}"><strong>${grouped(of.length)}</strong> ${word}</li>`;
  })}</ul>`;
}

/** Hosts that could not be looked at, by the step that failed. */
function unreachedCards(hosts: readonly Numbered[]): readonly Markup[] {
  const steps = [...new Set(hosts.map(({ host }) => host.error?.step))];
  return steps.flatMap((step) => {
    const those = hosts.filter(({ host }) => host.error?.step === step);
    const error = those[0]?.host.error ?? null;
    if (error === null) return [];
    return [
      markup`<details class="cause shared finding unknown"><summary><h3>${badge({ tone: 'unknown', word: 'not reached' })} ${STEPS[error.step]}</h3>
<span class="count">${countsOf(those.length, 0, hosts.length)} <span class="id">${error.step}</span></span></summary>
<h4>For example</h4><p class="message">${error.message}</p><p>${error.hint}</p><h4>Hosts</h4>${hostLinks('Not reached:', those)}</details>`,
    ];
  });
}

const STEPS: Readonly<Record<HostErrorStep, string>> = {
  name: 'The name of the host leads nowhere',
  tcp: 'Nothing answers at the address of the host',
  hop: 'A host on the way cannot be passed',
  'host-key': 'The host does not prove who it is',
  auth: 'The host does not let the user in',
  config: 'The configuration of SSH does not allow it',
  shell: 'The host does not run our script',
  probe: 'Looking at the host failed',
  time: 'The host took too long',
};

/** A finding that many hosts share: how many, an example, what it means, and which hosts. */
function troubleCard(
  { check, title, worst, failing, unknown, root }: Trouble,
  hosts: number,
  { about }: HostView,
): Markup {
  const text = about(check);
  const tone = toneOf(worst);
  const [example] = worst.findings;
  const fixes = worst.fixes.length === 0 ? null : commandBlock(worst.fixes.map(fixCommand));
  return markup`<details class="cause shared finding ${tone.tone}" id="about-${check}"><summary><h3>${badge(tone)} ${title}</h3>
<span class="count">${countsOf(failing.length, unknown.length, hosts)} <span class="id">${check}</span></span></summary>
${example === undefined ? null : markup`<h4>For example</h4><p class="message">${example.message}</p>`}
${text === undefined ? null : markup`<h4>What it means</h4><p>${text.description}</p>`}
${fixes === null ? null : markup`<h4>Repair</h4><p>podready can do it on each host. What to type by hand is said with the host.</p>${fixes}`}
<h4>Sources</h4>${sourceList(check, text)}
<h4>Hosts</h4>${hostLinks('Root cause on', root)}${hostLinks(
    'Follows from something else, or is a note, on',
    failing.filter((one) => !root.includes(one)),
  )}${hostLinks('Unknown on', unknown)}</details>`;
}

function fixCommand(fix: string): string {
  return `podready fix --only ${fix} HOST`;
}

function countsOf(failing: number, unknown: number, hosts: number): string {
  const of = `of ${counted(hosts, 'host')}`;
  if (failing === 0) return `unknown on ${grouped(unknown)} ${of}`;
  const also = unknown === 0 ? '' : `, unknown on ${grouped(unknown)}`;
  return `${grouped(failing)} ${of}${also}`;
}

function hostLinks(lead: string, hosts: readonly Numbered[]): Markup | null {
  return when(
    hosts.length > 0,
    () =>
      markup`<p class="hosts">${lead} ${counted(hosts.length, 'host')}: ${hosts.map(
        ({ host, anchor }) => markup`<a href="#${anchor}">${host.host}</a> `,
      )}</p>`,
  );
}

function hostSection({ host, anchor }: Numbered, view: HostView): Markup {
  const { error } = host;
  return markup`<details class="host" id="${anchor}"><summary>${badge(verdictOf(host))} <strong>${host.host}</strong> <span class="story">${storyOf(host)}</span></summary>
${when(error !== null && error.hint !== '', () => markup`<p>${error?.hint ?? ''}</p>`)}${hostFacts(host)}${hostBody(host, { ...view, anchor, level: 3 })}</details>`;
}
