import { paragraph } from '../../../reports/text/wrap.ts';
import type { Link, LinkState } from '../../engine/remote-path.ts';
import { printable } from '../../parse/printable.ts';

const MARKS: Readonly<Record<LinkState, string>> = {
  ok: '[✓]',
  broken: '[✗]',
  unknown: '[?]',
  unreached: '[ ]',
};

/** One line a link, and under a link that does not hold what was found. */
export function remotePathText(links: readonly Link[], width: number): string {
  return links
    .flatMap(({ state, title, detail }) => [
      `${MARKS[state]} ${title}`,
      ...(detail === '' ? [] : paragraph('    ', 4, printable(detail), width)),
    ])
    .join('\n');
}
