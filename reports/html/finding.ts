import type { CheckMeta, Evidence } from '../../src/model/check.ts';
import type { CheckResult, HostReport, RootCause } from '../../src/model/report.ts';
import { quote } from '../../src/parse/shell.ts';
import { acceptanceOf } from '../shared/acceptance.ts';
import { lines, type Markup, markup, when } from './markup.ts';
import { toneOf, type Tone } from './words.ts';

/** What the catalogue says about a check, which a report does not repeat. */
export type CheckText = Pick<CheckMeta, 'description' | 'references'>;

/** What a section of one host depends on. */
export interface HostView {
  readonly about: (check: string) => CheckText | undefined;
  /** Whether this report is of this host alone; otherwise a section for all says what checks mean. */
  readonly alone: boolean;
  readonly narrowed: boolean;
  /** Level of the headings of sections: 2 or 3. */
  readonly level: 2 | 3;
  /** Prefix of the ids of elements: empty, or that of the host. */
  readonly anchor: string;
}

/** A heading of some level, 2 to 5. */
export function heading(level: number, content: Markup | string): Markup {
  switch (level) {
    case 2:
      return markup`<h2>${content}</h2>`;
    case 3:
      return markup`<h3>${content}</h3>`;
    case 4:
      return markup`<h4>${content}</h4>`;
    default:
      return markup`<h5>${content}</h5>`;
  }
}

/** A word on its colour: nothing is said by the colour alone. */
export function badge({ tone, word }: Tone): Markup {
  return markup`<span class="badge ${tone}">${word}</span>`;
}

/** A root cause: what it is, how it shows, and, when opened, all that is known about it. */
export function rootCauseCard(cause: RootCause, host: HostReport, view: HostView): Markup {
  const result = host.results.find(({ check }) => check === cause.check);
  const tone = toneOf({ status: 'fail', severity: cause.severity });
  const title = result?.title ?? cause.check;
  const id = `${view.anchor}check-${cause.check}`;
  return markup`<article class="cause ${tone.tone}" id="${id}">
    ${heading(view.level + 1, markup`${badge(tone)} ${title}`)}
    <p class="message">${cause.message}</p>
    ${acceptance(result)}
    <details class="finding" ${view.alone ? markup`open` : null}>
      <summary>Evidence, ${view.alone ? 'meaning, repair and sources' : 'repair and meaning'}</summary>
      ${detailsOf(cause, host, view, follows(cause, host, view))}
    </details>
  </article>`;
}

/** A finding that is no root cause: one line that opens. */
export function findingLine(result: CheckResult, host: HostReport, view: HostView): Markup {
  const said = result.findings.map(({ message }) => message).join(' ');
  const evidence = result.findings.flatMap((finding) => finding.evidence);
  return markup`<details class="finding line" id="${`${view.anchor}check-${result.check}`}">
    <summary>
      ${badge(toneOf(result))} <strong>${result.title}</strong>
      <span class="id">${result.check}</span>
    </summary>
    <p class="message">${said === '' ? (result.because ?? '') : said}</p>
    ${acceptance(result)}
    ${when(result.explainedBy !== null, () => cause(result.explainedBy ?? '', view))}
    ${detailsOf({ ...result, evidence }, host, view)}
  </details>`;
}

function cause(check: string, { anchor }: HostView): Markup {
  return markup`<p>Follows from <a href="${`#${anchor}check-${check}`}">${check}</a>.</p>`;
}

/** A waiver or a baseline, and who answers for it. */
function acceptance(result: CheckResult | undefined): readonly Markup[] {
  const said = result === undefined ? [] : acceptanceOf(result);
  return said.map((line) => markup`<p class="because">${line}</p>`);
}

type Explained = Pick<RootCause, 'check' | 'evidence' | 'commands' | 'fixes'>;

/** What was seen and what to do; beside it, where there is room, why, and where to read on. */
function detailsOf(found: Explained, host: HostReport, view: HostView, more?: Markup): Markup {
  const level = view.level + 2;
  const seen = evidenceList(found.evidence, level);
  const todo = repair(found, host, level);
  const why = meaning(found.check, view);
  const [left, right] = view.alone
    ? [markup`${seen}${todo}`, markup`${why}${more ?? null}${sources(found.check, view)}`]
    : [markup`${seen}${why}`, markup`${todo}${more ?? null}`];
  return markup`<div class="columns"><div>${left}</div><div>${right}</div></div>`;
}

function evidenceList(evidence: readonly Evidence[], level: number): Markup | null {
  return when(
    evidence.length > 0,
    () =>
      markup`${heading(level, 'Evidence')}
        <ul class="evidence">
          ${evidence.map(evidenceItem)}
        </ul>`,
  );
}

function evidenceItem({ where, line, found, expected }: Evidence): Markup {
  const place = line === undefined ? where : `${where}:${line}`;
  return markup`<li>
    <code>${place}</code>
    <dl>
      <dt>Found</dt>
      <dd><code>${found}</code></dd>
      <dt>Expected</dt>
      <dd>${expected}</dd>
    </dl>
  </li>`;
}

/** Among many hosts it is said once for all. */
function meaning(check: string, { about, alone, level }: HostView): Markup | null {
  if (!alone) return markup`<p><a href="${`#about-${check}`}">What it means, and sources</a></p>`;
  const text = about(check);
  return text === undefined
    ? null
    : markup`${heading(level + 2, 'What it means')}
        <p>${text.description}</p>`;
}

function repair({ commands, fixes }: Explained, host: HostReport, level: number): Markup | null {
  if (commands.length + fixes.length === 0) return null;
  return markup`${heading(level, 'Repair')}
  ${when(
    fixes.length > 0,
    () => markup`<p>podready can do it. It shows its plan, and asks, before it changes anything:</p>
      ${commandBlock(fixes.map((fix) => fixCommand(fix, host)))}`,
  )}
  ${when(
    commands.length > 0,
    () => markup`<p>By hand:</p>
      ${commandBlock(commands)}`,
  )}`;
}

function fixCommand(fix: string, { host, gathered }: HostReport): string {
  const words = ['podready', 'fix', '--only', quote(fix)];
  return [...words, ...(gathered?.transport === 'local' ? [] : [quote(host)])].join(' ');
}

/** Commands that a person may copy; the button comes with the script. */
export function commandBlock(commands: readonly string[]): Markup {
  const text = lines(commands.map((command) => markup`${command}`));
  return markup`<div class="commands"><pre tabindex="0"><code>${text}</code></pre></div>`;
}

function follows(cause: RootCause, host: HostReport, view: HostView): Markup {
  const consequences = host.results.filter(({ check }) => cause.explains.includes(check));
  if (consequences.length === 0) return markup``;
  return markup`${heading(view.level + 2, 'What follows from it')}
    <ul>
      ${consequences.map(
        ({ check, title }) =>
          markup`<li>
            ${title} (<a href="${`#${view.anchor}check-${check}`}">${check}</a>)
          </li>`,
      )}
    </ul>`;
}

function sources(check: string, view: HostView): Markup | null {
  if (!view.alone) return null;
  return markup`${heading(view.level + 2, 'Sources')} ${sourceList(check, view.about(check))}`;
}

/** Where to read on: what the check is based on, and the page that comes with podready. */
export function sourceList(check: string, text: CheckText | undefined): Markup {
  const pages = (text?.references ?? []).filter((url) => url.startsWith('https://'));
  return markup`<ul class="sources">
    ${pages.map((url) => markup`<li><a href="${url}" rel="noreferrer">${url}</a></li>`)}
    <li><code>${`podready explain ${quote(check)}`}</code></li>
  </ul>`;
}
