/** Text that is safe inside an element, whatever the host said. */
export function escapeXml(value: string | number): string {
  return String(value)
    .replaceAll(FORBIDDEN, '')
    .replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}

/** `name="value"` for every value, separated by spaces. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
    .join(' ');
}

/** A parser turns line ends and tabs in an attribute into spaces unless they are references. */
function escapeAttribute(value: string | number): string {
  return escapeXml(value).replaceAll(/[\t\n\r]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

/** What XML 1.0 does not allow, not even as a reference (production 2, Char). */
const FORBIDDEN =
  // eslint-disable-next-line no-control-regex -- these are the characters to remove
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
