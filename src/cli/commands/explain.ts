import { readFile } from 'node:fs/promises';
import { type FactId, facts } from '../../facts/index.ts';
import type { AnyCheck } from '../../model/check.ts';
import type { Fact } from '../../model/fact.ts';
import type { AnyFix } from '../../model/fix.ts';
import { paragraph } from '../../../reports/text/wrap.ts';
import { checksRepairedBy, type Entry, entriesOf } from '../catalogue.ts';
import type { CommandFunction } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { pageBody } from '../page.ts';
import { shippedFile } from '../version.ts';

/** Prints what the check, fix or fact of an id is about, why it matters, and how to repair by hand. */
export const explain: CommandFunction = async ([id = ''], { terminal }) => {
  const pages = await Promise.all(entriesOf(id).map((entry) => linesFor(entry, terminal.columns)));
  const document = pages.map((lines) => `${lines.join('\n')}\n`).join('\n\n');
  const written = await terminal.writeOut(document);
  return written === 'failed' ? EXIT.usage : EXIT.ready;
};

async function linesFor(entry: Entry, width: number): Promise<readonly string[]> {
  switch (entry.kind) {
    case 'check':
      return [
        ...explainCheck(entry.check, width),
        ...(await shippedBody(`docs/checks/${entry.check.meta.id}.md`)),
      ];
    case 'fix':
      return [
        ...explainFix(entry.fix, width),
        ...(await shippedBody(`docs/fixes/${entry.fix.meta.id}.md`)),
      ];
    case 'fact':
      return explainFact(entry.fact, width);
  }
}

function explainCheck({ meta, requires, consults = [] }: AnyCheck, width: number): string[] {
  const messages = Object.keys(meta.messages);
  return [
    `${meta.id}: check of severity ${meta.severity} in the area ${meta.area}`,
    '',
    ...field('Good', meta.title, width),
    ...field('Bad', meta.failureTitle, width),
    ...field('Why', meta.description, width),
    ...field('Needed for', meta.needs.join(', '), width),
    ...field('Looks at', titlesOf([...requires, ...consults]), width),
    ...field('Fixes', meta.fixes.join(', ') || 'none; by hand only', width),
    '',
    'What it says, and what to type:',
    ...messages.flatMap((id) => [
      ...paragraph('  - ', 4, meta.messages[id] ?? '', width),
      ...(meta.commands[id] ?? []).map((command) => `      ${command}`),
    ]),
    '',
    'Sources:',
    ...meta.references.map((reference) => `  ${reference}`),
  ];
}

function explainFix({ meta, requires, consults = [] }: AnyFix, width: number): string[] {
  const repairs = checksRepairedBy(meta.id).map((check) => check.meta.id);
  return [
    `${meta.id}: fix, ${EFFECTS[meta.effect]}`,
    '',
    ...field('Does', meta.title, width),
    ...field('Why', meta.description, width),
    ...(meta.gains === undefined ? [] : field('Gains', meta.gains, width)),
    ...field('Repairs', repairs.join(', ') || 'no check; it is only done when named', width),
    ...field('Looks at', titlesOf([...requires, ...consults]), width),
    ...field('Do it', `podready fix --only ${meta.id}`, width),
    '',
    'Sources:',
    ...meta.references.map((reference) => `  ${reference}`),
  ];
}

const EFFECTS = {
  safe: 'safe: it touches only what it names',
  disruptive: 'disruptive: it stops or restarts something',
  loosens: 'loosens a restriction that somebody may have set on purpose: only done when named',
} as const;

/** Probes are shell text that anybody may read before it runs. */
function explainFact(fact: Fact, width: number): readonly string[] {
  if (fact.as === 'client') {
    return [`${fact.id}: fact that the client sees`, '', ...field('Learns', fact.title, width)];
  }
  return [
    `${fact.id}: fact that is read as ${fact.as}`,
    '',
    ...field('Learns', fact.title, width),
    '',
    fact.deep === true
      ? 'Runs on the host, in /bin/sh, with --deep only; it removes what it makes:'
      : 'Runs on the host, in /bin/sh, and only reads:',
    ...dedented(fact.probe).map((line) => `  ${line}`),
  ];
}

/** The first line has lost its indentation already. */
function dedented(text: string): readonly string[] {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u));
  const least = Math.min(...indents);
  return [first, ...rest.map((line) => line.slice(Number.isFinite(least) ? least : 0))];
}

function titlesOf(ids: readonly FactId[]): string {
  return ids.map((id) => `${facts[id].title} (${id}, ${facts[id].as})`).join(', ');
}

function field(name: string, text: string, width: number): readonly string[] {
  return paragraph(`${name}:`.padEnd(12), 12, text, width);
}

/** The written part of the page; a package without docs explains without it. */
async function shippedBody(path: string): Promise<readonly string[]> {
  const page = await readFile(shippedFile(path), 'utf8').catch(() => '');
  const body = pageBody(page).trim();
  return body === '' ? [] : ['', body];
}
