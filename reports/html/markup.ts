import { printable } from '../../src/parse/printable.ts';
import { escapeXml } from '../../src/parse/xml.ts';

/** HTML, as opposed to text that has yet to be escaped. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | readonly Markup[] | null;

/**
 * HTML in which every value is text, whatever it says: in an element and between double quotes alike.
 * Only what this function made goes in as it is. Values are of one line: line ends are shown as `\n`.
 */
export function markup(literals: TemplateStringsArray, ...values: readonly Part[]): Markup {
  let html = literals[0] ?? '';
  for (const [at, value] of values.entries()) html += htmlOf(value) + (literals[at + 1] ?? '');
  return { html };
}

/** Markup for something, or nothing. */
export function when(condition: boolean, then: () => Markup): Markup | null {
  return condition ? then() : null;
}

/** Each on a line of its own, which counts in `pre`. */
export function lines(all: readonly Markup[]): Markup {
  return { html: all.map(({ html }) => html).join('\n') };
}

/** Text of podready itself that needs no escaping, such as its style sheet. */
export function verbatim(html: string): Markup {
  return { html };
}

function htmlOf(value: Part): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeXml(printable(value));
  return 'html' in value ? value.html : value.map(({ html }) => html).join('');
}
