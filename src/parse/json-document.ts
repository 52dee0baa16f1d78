/**
 * A JSON document with a newline. JSON lets some characters through as they are, and a terminal that shows
 * the document would obey them: C1 controls, DEL, bidirectional controls, line separators.
 */
export function jsonDocument(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
