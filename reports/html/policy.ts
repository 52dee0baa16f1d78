/**
 * What the page may do: nothing but show itself with this style and run this script. Should a value ever
 * escape its quotes, no browser would run it. The hashes are of `style.ts` and `script.ts`; a test computes
 * them, and says what belongs here.
 */
export const STYLE_HASH = 'sha256-lYU9BCQzwjW0b6w80Ch2IPuQOcKejg6E0vpb7gLcevs=';
export const SCRIPT_HASH = 'sha256-K73JEvhnB6MBXt40jwycPbSflKESXo7PUKB/z5RyqY8=';

/** For `<meta http-equiv="Content-Security-Policy">`. */
export const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  `script-src '${SCRIPT_HASH}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
