import { Document, Scalar, visit } from 'yaml';
import { printable } from '../../src/parse/printable.ts';
import { commentOf } from './head.ts';

/** A value of a YAML document. */
export type YamlValue =
  string | number | boolean | Scalar | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** A YAML document of printable text below a comment; `first` is a line before all else. */
export function yamlDocument(
  value: YamlValue,
  head: readonly string[],
  first: string | null = null,
): string {
  // Ansible and cloud-init read YAML 1.1, in which more words are no strings.
  const document = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && !isPlain(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({ lineWidth: 0, blockQuote: 'literal', singleQuote: true });
  return `${[...(first === null ? [] : [first]), commentOf(head)].join('\n')}\n${escaped(text)}`;
}

/** A string with a tag of its own, such as `!unsafe`. */
export function tagged(tag: string, text: string): Scalar<string> {
  const scalar = new Scalar(text);
  scalar.tag = tag;
  return scalar;
}

/** Permission bits as an octal number. */
export function octal(mode: number): Scalar<number> {
  const scalar = new Scalar(mode);
  scalar.format = 'OCT';
  return scalar;
}

function isPlain(text: string): boolean {
  const lines = text.replaceAll('\n', '');
  return printable(lines) === lines;
}

/** What moves the cursor or reorders a line is only in strings in double quotes, where YAML has escapes for it. */
function escaped(text: string): string {
  return text.replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
