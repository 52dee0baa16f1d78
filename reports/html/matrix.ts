import type { CheckResult } from '../../src/model/report.ts';
import type { Numbered, Trouble } from './fleet.ts';
import { type Markup, markup, verbatim } from './markup.ts';
import { toneOf, verdictOf } from './words.ts';

/**
 * Hosts and checks as a table; checks that passed wherever they apply have no column. The controls
 * are hidden until the script is there to serve them.
 */
export function matrix(hosts: readonly Numbered[], troubles: readonly Trouble[]): Markup {
  const verdicts = [...new Set(hosts.map(({ host }) => verdictOf(host).word))];
  return markup`<form class="filter" id="filter" hidden role="search">
<label>Search <input type="search" id="search" autocomplete="off" placeholder="host, system, user or check"></label>
<label>Verdict <select id="verdict"><option value="">all</option>${verdicts.map(
    (word) => markup`<option>${word}</option>`,
  )}</select></label>
<label>Check <select id="check"><option value="">all</option>${troubles.map(
    ({ check }) => markup`<option>${check}</option>`,
  )}</select></label>
<output id="found" aria-live="polite"></output><button type="button" id="more" hidden>Show all</button></form>
${legend()}<div class="scroll matrix" tabindex="0" role="region" aria-label="Hosts and checks"><table id="matrix"><colgroup><col class="name"><col class="verdict">${troubles.map(() => COLUMN)}</colgroup>
<thead><tr><th scope="col">Host</th><th scope="col">Verdict</th>${troubles.map(head)}</tr></thead>
<tbody>${hosts.map((one) => row(one, troubles))}</tbody></table></div>`;
}

const COLUMN = verbatim('<col>');

function head({ check }: Trouble): Markup {
  return markup`<th scope="col" class="check"><a href="#about-${check}">${check}</a></th>`;
}

function row({ host, anchor }: Numbered, troubles: readonly Trouble[]): Markup {
  const { tone, word } = verdictOf(host);
  const results = new Map(host.results.map((one) => [one.check, one]));
  const about = [host.user, host.machine?.os, host.machine?.podman].map((part) => part ?? '');
  return markup`<tr data-about="${about.join(' ')}"><th scope="row"><a href="#${anchor}">${host.host}</a></th><td class="${tone} verdict">${word}</td>${troubles.map(
    ({ check }) => cell(results.get(check)),
  )}</tr>\n`;
}

/** There are very many of them, and few kinds. */
function cell(result: CheckResult | undefined): Markup {
  return result === undefined ? CELLS.none : CELLS[toneOf(result).tone];
}

const CELLS = {
  bad: verbatim('<td class=bad>error'),
  warn: verbatim('<td class=warn>warning'),
  note: verbatim('<td class=note>note'),
  unknown: verbatim('<td class=unknown>unknown'),
  good: verbatim('<td class=good>passed'),
  none: verbatim('<td>'),
} as const;

function legend(): Markup {
  const tones = ['bad', 'warn', 'note', 'unknown', 'good'] as const;
  const words = { bad: 'error', warn: 'warning', note: 'note', unknown: 'unknown', good: 'passed' };
  return markup`<ul class="legend" aria-hidden="true">${tones.map(
    (tone) => markup`<li><span class="swatch ${tone}"></span>${words[tone]}</li>`,
  )}<li><span class="swatch"></span>does not apply</li></ul>`;
}
