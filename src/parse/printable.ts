/**
 * Text from a host with everything escaped that could move the cursor, colour or reorder a line:
 * C0 and C1 controls, DEL, bidirectional controls (UAX #9), line separators, lone surrogates.
 * The result is one line.
 */
export function printable(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return (
      SHORT[character] ??
      (code < 0x100 ? String.raw`\x${hex(code, 2)}` : String.raw`\u${hex(code, 4)}`)
    );
  });
}

const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters to escape
  /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = {
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
};

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
