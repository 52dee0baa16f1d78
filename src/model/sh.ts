/**
 * Tag for shell text: backslashes stay as written, and `\${` stands for `${`. A value that is
 * interpolated is inserted as it is, so it must be shell text itself, never data (see `quote`).
 */
export function sh(strings: TemplateStringsArray, ...shellText: readonly string[]): string {
  return (
    String.raw(strings, ...shellText)
      .replaceAll(String.raw`\${`, '${')
      .trim() + '\n'
  );
}
