import type { CheckResult, Gathered, HostReport } from '../../src/model/report.ts';
import { causePicture } from './cause-picture.ts';
import { badge, findingLine, heading, type HostView, rootCauseCard } from './finding.ts';
import { idPictures, idsAreBroken } from './id-picture.ts';
import { type Markup, markup, when } from './markup.ts';
import { pathIsBroken, pathPicture } from './path-picture.ts';
import { counted, listed, needOf, rebootOf } from './words.ts';

/** What the host is, as a list of names and values. */
export function hostFacts(host: HostReport): Markup {
  const { machine, gathered, user, needs } = host;
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['User', user],
    ['Asked for', listed(needs.map(needOf))],
    ['After a reboot', rebootOf(host)],
    ['System', machine?.os],
    ['Kernel', [machine?.kernel ?? '', machine?.architecture ?? ''].filter(Boolean).join(', ')],
    ['Podman', machine?.podman],
    ['Looked at', gathered === null ? '' : `${timeOf(gathered.at)}, ${gathered.transport}`],
    ['What only root sees', gathered === null ? '' : privilegeOf(gathered)],
  ];
  const said = rows.map(([name, value]) => [name, value ?? ''] as const);
  return markup`<dl class="facts">${said
    .filter(([, value]) => value !== '')
    .map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function privilegeOf({ privilege }: Gathered): string {
  return PRIVILEGES[privilege] ?? `was read, by ${privilege}`;
}

const PRIVILEGES: Readonly<Record<string, string | undefined>> = {
  none: 'was not looked at',
  root: 'was read, as root',
};

/** `2026-01-02 03:04 UTC` */
export function timeOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** All that is known about one host, below its verdict. */
export function hostBody(host: HostReport, view: HostView): Markup {
  return markup`${causes(host, view)}${pictures(host, view)}${others(host, view)}`;
}

function causes(host: HostReport, view: HostView): Markup | null {
  return when(
    host.rootCauses.length > 0,
    () => markup`<section>${heading(view.level, titleOf(host))}
${host.rootCauses.map((one) => rootCauseCard(one, host, view))}</section>`,
  );
}

function titleOf({ rootCauses }: HostReport): string {
  const isBlocked = rootCauses.some(({ severity }) => severity === 'error');
  return isBlocked ? 'What is in the way' : 'What may cause trouble later';
}

/** Of one host among many, only the pictures in which something is broken. */
function pictures(host: HostReport, view: HostView): readonly Markup[] {
  const all: readonly (readonly [boolean, string, () => Markup | null])[] = [
    [true, 'What follows from what', () => causePicture(host, view)],
    [pathIsBroken(host), 'The path of a connection', () => pathPicture(host, view)],
    [idsAreBroken(host), 'User and group ids', () => idPictures(host, view)],
  ];
  return all.flatMap(([broken, title, draw]) => {
    const picture = view.alone || broken ? draw() : null;
    return picture === null
      ? []
      : [markup`<section>${heading(view.level, title)}${picture}</section>`];
  });
}

function others(host: HostReport, view: HostView): Markup | null {
  const { results } = host;
  if (results.length === 0) return null;
  const roots = new Set(host.rootCauses.map(({ check }) => check));
  const failed = results.filter(({ status, check }) => status === 'fail' && !roots.has(check));
  const groups = [
    group(
      'What follows',
      failed.filter(({ explainedBy }) => explainedBy !== null),
    ),
    group(
      'Could not be decided',
      results.filter(({ status }) => status === 'unknown'),
    ),
    group(
      'Notes',
      failed.filter(({ explainedBy }) => explainedBy === null),
    ),
  ];
  return markup`<section>${heading(view.level, view.alone ? 'All that was checked' : 'The rest')}
${groups.map(([title, found]) => section(title, found, host, view))}
${quiet('Passed', results, 'pass', view)}${quiet('Does not apply', results, 'not-applicable', view)}</section>`;
}

function group(
  title: string,
  found: readonly CheckResult[],
): readonly [string, readonly CheckResult[]] {
  return [title, found];
}

function section(
  title: string,
  found: readonly CheckResult[],
  host: HostReport,
  view: HostView,
): Markup {
  if (found.length === 0) return markup``;
  return markup`${heading(view.level + 1, title)}${found.map((one) => findingLine(one, host, view))}`;
}

/** What nobody has to read: a number, and the list behind it. */
function quiet(
  title: string,
  results: readonly CheckResult[],
  status: CheckResult['status'],
  { alone }: HostView,
): Markup | null {
  const found = results.filter((one) => one.status === status);
  if (found.length === 0) return null;
  const tone = status === 'pass' ? 'good' : 'none';
  return markup`<details class="quiet"><summary>${badge({ tone, word: title })} ${counted(found.length, 'check')}</summary>${
    alone ? table(found) : markup`<p>${found.map(({ check }) => check).join(', ')}</p>`
  }</details>`;
}

function table(found: readonly CheckResult[]): Markup {
  return markup`<ul class="checks">${found.map(
    ({ check, title, because }) =>
      markup`<li><span>${title}</span> <span class="id">${check}</span>${
        because === null ? null : markup`<span class="because">${because}</span>`
      }</li>`,
  )}</ul>`;
}
