/** A JSON document with a newline. */
export function jsonDocument(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}

/** The same in one line, without a newline. */
export function jsonLine(value: unknown): string {
  return escaped(JSON.stringify(value));
}

/**
 * JSON lets some characters through as they are, and a terminal that shows the document would obey
 * them: C1 controls, DEL, bidirectional controls, line separators.
 */
function escaped(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
