import type { HostReport, Renderer, Report, RenderOptions } from '../src/model/report.ts';
import { fleetBody } from './html/fleet.ts';
import { badge, type CheckText, commandBlock, type HostView } from './html/finding.ts';
import { hostBody, hostFacts, timeOf } from './html/host.ts';
import { type Markup, markup, verbatim, when } from './html/markup.ts';
import { POLICY } from './html/policy.ts';
import { SCRIPT } from './html/script.ts';
import { STYLE } from './html/style.ts';
import { policyLines } from './text/policy.ts';
import { counted, grouped, predicateOf, storyOf, verdictOf } from './html/words.ts';

/** What only who renders can know. */
export interface HtmlOptions extends RenderOptions {
  /** What a check means, and what it is based on; nothing is said about a check that it does not know. */
  readonly about?: (check: string) => CheckText | undefined;
  /** The one command to type next; nothing is said without it. */
  readonly next?: string;
  /** Only some checks were asked for, so that nothing is said about the host as a whole. */
  readonly narrowed?: boolean;
}

/** One page that needs nothing else: no network, and no script to be read. */
export const html = {
  format: 'html',
  render(report: Report, options: HtmlOptions): string {
    const view: HostView = {
      about: options.about ?? ((): undefined => undefined),
      alone: report.hosts.length === 1,
      narrowed: options.narrowed ?? false,
      level: 2,
      anchor: '',
    };
    const [first] = report.hosts;
    const page =
      report.hosts.length === 1 && first !== undefined
        ? hostPage(first, view, options)
        : fleetPage(report.hosts, view, options);
    return documentOf(page, report).html;
  },
} as const satisfies Renderer;

interface Page {
  readonly title: string;
  readonly body: Markup;
}

function hostPage(host: HostReport, view: HostView, { next }: HtmlOptions): Page {
  const sentence = predicateOf(host, view.narrowed);
  const { error } = host;
  const body = markup`<header class="top ${verdictOf(host).tone}"><p>${badge(verdictOf(host))}</p>
<h1><span class="host-name">${host.host}</span> ${sentence}</h1><p class="lead">${storyOf(host)}</p>
${when(error !== null && error.hint !== '', () => markup`<p>${error?.hint ?? ''}</p>`)}${nextStep(next)}</header>
<main>${hostFacts(host)}${hostBody(host, view)}</main>`;
  return { title: `${host.host} ${sentence}`, body };
}

function fleetPage(hosts: readonly HostReport[], view: HostView, { next }: HtmlOptions): Page {
  const ready = hosts.filter(({ verdict }) => verdict === 'ready').length;
  const what = view.narrowed
    ? 'passed the selected checks'
    : ready === 1
      ? 'is ready'
      : 'are ready';
  const sentence = `${grouped(ready)} of ${counted(hosts.length, 'host')} ${what}`;
  const body = markup`<header class="top ${toneOfAll(hosts)}"><h1>${sentence}</h1>${nextStep(next)}</header>
<main>${fleetBody(hosts, view)}</main>`;
  return { title: sentence, body };
}

function toneOfAll(hosts: readonly HostReport[]): string {
  if (hosts.some(({ verdict }) => verdict === 'not-ready')) return 'bad';
  const all = hosts.length > 0 && hosts.every(({ verdict }) => verdict === 'ready');
  return all ? 'good' : 'unknown';
}

function nextStep(next: string | undefined): Markup | null {
  return next === undefined ? null : markup`<p>Next:</p>${commandBlock([next])}`;
}

/** What somebody has to do about waivers and the baseline. */
function policySection(report: Report): Markup | null {
  const notices = policyLines(report, { color: 0, width: Infinity });
  return when(
    notices.length > 0,
    () => markup`<aside aria-labelledby="policy"><h2 id="policy">Waivers and baseline</h2>
<ul>${notices.map((notice) => markup`<li>${notice}</li>`)}</ul></aside>`,
  );
}

function documentOf({ title, body }: Page, report: Report): Markup {
  const { tool, hosts } = report;
  const times = hosts.flatMap(({ gathered }) => (gathered === null ? [] : [gathered.at]));
  const last = times.toSorted().at(-1);
  return markup`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title} – podready</title><link rel="icon" href="data:,">
<style>${verbatim(STYLE)}</style></head><body>
${body}
${policySection(report)}<footer><p>${tool.name} ${tool.version}${last === undefined ? null : markup`, from facts of ${timeOf(last)}`}</p></footer>
<script>${verbatim(SCRIPT)}</script></body></html>
`;
}
