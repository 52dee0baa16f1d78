/**
 * JavaScript in ASCII: each other character of its strings, templates and expressions becomes `\uXXXX`. A single one of
 * them makes V8 keep, scan and hash a whole file as UTF-16, at twice the size. `String.raw` would
 * show the escape, so what is written with it (the probes) has to be ASCII already.
 */
export function inAscii(javascript: string): string {
  // Code units, not code points: only expressions with the flag `u` know `\u{…}`, strings know both.
  return javascript.replaceAll(
    /[^\0-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
