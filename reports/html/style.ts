/**
 * How the page looks: light and dark, on a telephone, on a laptop and on paper. Colours are pairs of a text
 * and its ground with a contrast of 4.5 or more (WCAG 2.2, 1.4.3), which a test measures in a browser. The
 * hash of this text is in the policy of the page (`policy.ts`).
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fff; --panel: #f5f6f8; --text: #1b2026; --muted: #55606b; --line: #d3d8de; --link: #0b57a4;
  --bad: #a61b13; --bad-ground: #fdeceb; --warn: #714800; --warn-ground: #fff3d6;
  --good: #17602d; --good-ground: #e5f4e9; --note: #0b4f92; --note-ground: #e6f0fb;
  --unknown: #45505b; --unknown-ground: #e6e9ed; --flow: #cfe0f3;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --panel: #1d2126; --text: #e6e9ec; --muted: #a5afb9; --line: #3a424b; --link: #8cc2ff;
    --bad: #ff9f95; --bad-ground: #40191a; --warn: #f3c566; --warn-ground: #38290c;
    --good: #83d69e; --good-ground: #14311d; --note: #9ccbff; --note-ground: #15304b;
    --unknown: #bcc6d0; --unknown-ground: #2c333a; --flow: #24405e;
  }
}
@media print { :root { color-scheme: light; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1rem clamp(.75rem, 4vw, 2.5rem) 3rem; max-width: 76rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground);
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
code, pre { font-family: ui-monospace, 'Liberation Mono', 'DejaVu Sans Mono', monospace; font-size: .9em; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1 { font-size: clamp(1.45rem, 4.5vw, 2.1rem); line-height: 1.2; margin: .25rem 0 .5rem; font-weight: 650; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.08rem; margin: 1.5rem 0 .5rem; }
h4, h5 { font-size: .95rem; margin: 1.1rem 0 .35rem; }
p { margin: .4rem 0; }
[hidden] { display: none !important; }
.bad { --tone: var(--bad); --tone-ground: var(--bad-ground); }
.warn { --tone: var(--warn); --tone-ground: var(--warn-ground); }
.good { --tone: var(--good); --tone-ground: var(--good-ground); }
.note { --tone: var(--note); --tone-ground: var(--note-ground); }
.unknown { --tone: var(--unknown); --tone-ground: var(--unknown-ground); }
.none { --tone: var(--muted); --tone-ground: var(--panel); }

.top { padding: 1.1rem 1.3rem 1.2rem; border-radius: 10px; border-left: 8px solid var(--tone); background: var(--tone-ground); }
.top p { margin: .25rem 0; }
.lead { font-size: 1.1rem; }
.badge {
  display: inline-block; padding: .05em .6em; border-radius: 1em; font-size: .8rem; font-weight: 650;
  line-height: 1.5; color: var(--tone); background: var(--tone-ground); border: 1px solid currentColor;
  vertical-align: .1em; white-space: nowrap;
}
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: .6rem 1.5rem; margin: 1.25rem 0 0; }
.facts dt { color: var(--muted); font-size: .85rem; }
.facts dd { margin: 0; }
.id { color: var(--muted); font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .82em; }
.because { display: block; color: var(--muted); font-size: .9em; }
.message { margin: .3rem 0 .6rem; }

.cause { border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 8px; padding: .9rem 1.1rem; margin: .8rem 0; }
.cause > h3, .cause > h4 { margin: 0 0 .3rem; font-size: 1.1rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 0 2.2rem; }
.columns > div { min-width: 0; }
.columns > div > :first-child { margin-top: .6rem; }
.columns > div:empty { display: none; }
.sources { padding-left: 1.1rem; }
.shared { padding: .35rem 1rem; margin: .4rem 0; }
.shared[open] { padding-bottom: .9rem; }
.shared > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; list-style: none; }
.shared > summary::-webkit-details-marker { display: none; }
.shared > summary::before { content: '▸'; content: '▸' / ''; }
.shared[open] > summary::before { content: '▾'; content: '▾' / ''; }
.shared > summary > h3 { margin: 0; font-size: 1rem; flex: 1 1 24rem; }
summary { cursor: pointer; padding: .25rem 0; }
.cause > .finding > summary { color: var(--link); }
.line, .quiet, .host { border: 1px solid var(--line); border-radius: 8px; padding: .35rem .9rem; margin: .4rem 0; }
.host { content-visibility: auto; contain-intrinsic-height: auto 2.3rem; }
.host[open] { content-visibility: visible; padding-bottom: 1.2rem; }
.host > summary .story { color: var(--muted); }
.evidence { list-style: none; margin: .4rem 0; padding: 0; }
.evidence li { padding: .5rem .8rem; margin: .4rem 0; background: var(--panel); border-radius: 6px; }
.evidence dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; margin: .25rem 0 0; }
.evidence dt { color: var(--muted); }
.evidence dd { margin: 0; }
.commands { position: relative; margin: .4rem 0; }
pre { margin: 0; padding: .7rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; color: var(--text); }
.commands.copyable pre { padding-right: 6.5rem; }
button { min-height: 1.9rem; padding: .1rem .7rem; font: inherit; font-size: .85rem; color: var(--link); background: var(--ground); border: 1px solid currentColor; border-radius: 5px; cursor: pointer; }

.commands button { position: absolute; top: .35rem; right: .35rem; }
.checks, .stages { padding-left: 0; list-style: none; }
.checks { columns: 24rem; column-gap: 2rem; }
.checks li { break-inside: avoid; padding: .2rem 0; }
.hosts { line-height: 1.8; }

figure { margin: .5rem 0 0; padding: 1.1rem 1.2rem; border: 1px solid var(--line); border-radius: 8px; }
figcaption { margin-top: .8rem; }
figcaption summary { color: var(--link); }
svg { display: block; overflow: visible; }
svg text { font: 13px system-ui, sans-serif; fill: var(--text); }
.link { stroke: var(--good); stroke-width: 3; }
.link.bad { stroke: var(--bad); stroke-dasharray: 7 6; }
.link.warn { stroke: var(--warn); }
.link.unknown, .link.none { stroke: var(--muted); stroke-width: 2; stroke-dasharray: 2 6; }
.station { fill: var(--tone-ground); stroke: var(--tone); stroke-width: 2.5; }
svg .mark { font-size: 17px; font-weight: 700; fill: var(--tone); }
svg .cross { font-size: 15px; font-weight: 700; fill: var(--bad); stroke: var(--ground); stroke-width: 6px; paint-order: stroke; }
.stages { margin: 0; }
.stages li { display: inline-block; margin: 0 1.2rem .2rem 0; }
.stages li.bad { color: var(--bad); }
.box { fill: var(--tone-ground); stroke: var(--tone); }
svg .box + .label { fill: var(--tone); }
.curve { fill: none; stroke: var(--muted); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
svg .row { fill: var(--muted); }
.ids.own { fill: var(--note-ground); stroke: var(--note); }
svg .label.own { fill: var(--note); }
.ids.other { fill: var(--unknown-ground); stroke: var(--unknown); }
svg .label.other { fill: var(--unknown); }
.ids.missing { fill: var(--bad-ground); stroke: var(--bad); stroke-dasharray: 5 4; }
svg .label.missing { fill: var(--bad); }
.flow { fill: var(--flow); }
.gap { stroke: var(--muted); stroke-width: 2; stroke-dasharray: 1 6; stroke-linecap: round; }
.hatch { fill: var(--bad); }
.clash { stroke: var(--bad); }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .7rem; padding: 0; margin: 1rem 0 0; list-style: none; }
.tiles li { padding: .7rem 1rem; border-radius: 8px; color: var(--tone); background: var(--tone-ground); }
.tiles strong { display: block; font-size: 1.7rem; line-height: 1.2; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: end; margin: .5rem 0 .8rem; }
.filter label { display: grid; gap: .15rem; font-size: .85rem; color: var(--muted); max-width: 100%; }
.filter input, .filter select { font: inherit; font-size: 1rem; padding: .35rem .5rem; color: var(--text); background: var(--ground); border: 1px solid var(--muted); border-radius: 5px; max-width: 100%; }
.filter input { width: 19rem; }
.filter ::placeholder { color: var(--muted); opacity: 1; }
.filter output { padding: .4rem 0; }
.filter button { margin-bottom: .25rem; }
@media screen { .beyond { display: none; } }
.legend li { display: inline-flex; align-items: center; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; margin: .3rem 0 .6rem; list-style: none; font-size: .85rem; color: var(--muted); }
.swatch { display: inline-block; width: 1.25rem; height: 1.25rem; margin-right: .35rem; border-radius: 3px; border: 1px solid var(--line); text-align: center; font: 700 .75rem/1.15rem system-ui, sans-serif; color: var(--tone); background: var(--tone-ground); }
.scroll { overflow: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .25rem .8rem .25rem 0; text-align: left; vertical-align: top; }
td { border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.matrix { width: fit-content; max-width: 100%; max-height: 75vh; border: 1px solid var(--line); border-radius: 8px; }
#matrix { table-layout: fixed; border-collapse: separate; border-spacing: 0; width: 1px; }
#matrix col { width: 1.75rem; }
#matrix .name { width: 17rem; }
#matrix col.verdict { width: 6.5rem; }
#matrix th, #matrix td { padding: .15rem .5rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; background: var(--ground); border: 0; border-bottom: 1px solid var(--line); }
#matrix thead th { position: sticky; top: 0; z-index: 2; vertical-align: bottom; }
#matrix tbody th { position: sticky; left: 0; z-index: 1; font-weight: 500; }
#matrix thead th:first-child { left: 0; z-index: 3; }
#matrix .check { padding: .5rem .15rem; text-align: left; overflow: visible; }
#matrix .check a { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 500; font-size: .8rem; line-height: 1.4rem; color: var(--text); text-decoration: none; }
#matrix .check a:hover { text-decoration: underline; }
#matrix td:not(.verdict) { padding: 0; font-size: 0; text-align: center; text-overflow: clip; border-right: 1px solid var(--line); }
#matrix td:not(.verdict)::before { font-size: .8rem; font-weight: 700; line-height: 1.6rem; }
#matrix td[class] { color: var(--tone); background: var(--tone-ground); }
#matrix td.bad:not(.verdict), .swatch.bad { color: var(--ground); background: var(--bad); }
#matrix td.bad::before, .swatch.bad::before { content: '✕'; content: '✕' / ''; }
#matrix td.warn::before, .swatch.warn::before { content: '!'; content: '!' / ''; }
#matrix td.note::before, .swatch.note::before { content: 'i'; content: 'i' / ''; }
#matrix td.unknown:not(.verdict)::before, .swatch.unknown::before { content: '?'; content: '?' / ''; }
#matrix td.verdict::before { content: none !important; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .9rem; }

@media (max-width: 52rem) { svg text.wide { display: none; } }
@media (max-width: 40rem) {
  svg text { font-size: 11px; }
  svg .row, svg .box + .label { font-size: 10px; }
  svg .cross { display: none; }
  figure, .cause { padding: .8rem; }
  .top { padding: .9rem; }
  .stages li { display: block; }
  #matrix .name { width: 8.5rem; }
  #matrix col.verdict { width: 5.6rem; }
  #matrix tbody th, #matrix .verdict { font-size: .8rem; }
  #matrix tbody th { white-space: normal; }
  .evidence dl { grid-template-columns: 1fr; }
}
@media print {
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  button, .filter { display: none !important; }
  .finding::details-content { content-visibility: visible; block-size: auto; }
  .cause > .finding > summary { display: none; }
  .cause, figure, .evidence li, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .sources a { color: inherit; text-decoration: none; }
  .scroll, .matrix { overflow: visible; max-height: none; }
  #matrix { width: 100%; }
  #matrix thead th, #matrix tbody th { position: static; }
  #matrix col { width: auto; }
  #matrix .name { width: 24%; }
  #matrix col.verdict { width: 12%; }
  #matrix tbody th, #matrix td.verdict { white-space: normal; font-size: 8pt; padding: .1rem .3rem; }
}
`;
