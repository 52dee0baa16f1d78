import { PAGE_END, PAGE_START, pageBody } from '../../src/cli/page.ts';

/** What the author of a check writes. */
export const CHECK_SECTIONS = ['What it means', 'How it shows', 'Repair by hand'] as const;

/** What the author of a fix writes. */
export const FIX_SECTIONS = ['What it changes', 'What you still do', 'Undo by hand'] as const;

/** The page with a new generated head, and the body that is there; headings to fill when none is. */
export function mergePage(head: string, page: string, sections: readonly string[]): string {
  // A page that somebody began without the generator loses its title only: the head has one.
  const written = pageBody(page)
    .trim()
    .replace(/^# .*\n?/u, '')
    .trim();
  const body = written === '' ? sections.map((section) => `## ${section}`).join('\n\n') : written;
  return `${PAGE_START}\n\n${head.trim()}\n\n${PAGE_END}\n\n${body}\n`;
}

/** Sections that a page lacks, or that say nothing. */
export function emptySections(page: string, sections: readonly string[]): readonly string[] {
  const parts = new Map(
    pageBody(page)
      .split(/^## /mu)
      .slice(1)
      .map((part) => {
        const [title = '', ...lines] = part.split('\n');
        return [title.trim(), lines.join('\n').trim()] as const;
      }),
  );
  return sections.filter((section) => (parts.get(section) ?? '') === '');
}

/** A table row; a cell cannot hold a line end, and a bar would end it. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
}

/** A table of two columns without a head. */
export function properties(rows: readonly (readonly [string, string])[]): readonly string[] {
  return [row('', ''), row('---', '---'), ...rows.map(([name, value]) => row(name, value))];
}

/** A source as a link, or as it is when it is no address. */
export function source(reference: string): string {
  return /^https?:\/\/\S+$/u.test(reference) ? `- <${reference}>` : `- ${reference}`;
}
