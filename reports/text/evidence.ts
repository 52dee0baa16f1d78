import type { Evidence } from '../../src/model/check.ts';
import { printable } from '../../src/parse/printable.ts';
import { paragraph } from './wrap.ts';

/** One paragraph for every piece of evidence: where it was seen, what was found, what was expected. */
export function evidenceLines(
  evidence: readonly Evidence[],
  indent: number,
  width: number,
): readonly string[] {
  const texts = new Set(evidence.map(sentence));
  return [...texts].flatMap((text) => paragraph(' '.repeat(indent), indent, text, width));
}

/** Such as `/etc/subuid:3: found bob:1:1; expected an entry for alice`. */
export function sentence({ kind, where, line, found, expected }: Evidence): string {
  const place = kind === 'client' ? `client, ${where}` : where;
  const at = line === undefined ? place : `${place}:${line}`;
  return printable(`${at}: found ${found}; expected ${expected}`);
}
