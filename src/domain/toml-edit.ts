import { isTomlProblem, parseTomlFile, type TomlSettings } from '../parse/toml.ts';

/** What a key of a TOML file is to be: other text, or a comment. */
export type TomlEdits = ReadonlyMap<string, string | null>;

/**
 * The text with these keys changed and not a letter else; undefined when the lines cannot be told, such as
 * with a value on several lines. The parser decides: it must find every other setting as it was.
 */
export function editToml(text: string, edits: TomlEdits): string | undefined {
  const before = parseTomlFile({ path: '', text });
  if (isTomlProblem(before)) return undefined;
  const lines = text.split('\n');
  for (const [key, value] of edits) {
    const at = (before.get(key)?.line ?? 0) - 1;
    const line = lines[at];
    if (line === undefined) return undefined;
    lines[at] = value === null ? `# ${line}` : withValue(line, value);
  }
  const edited = lines.join('\n');
  const after = parseTomlFile({ path: '', text: edited });
  return isTomlProblem(after) || !isWanted(before, after, edits) ? undefined : edited;
}

/** What stands before the equals sign stays. */
function withValue(line: string, value: string): string {
  return `${line.slice(0, line.indexOf('=') + 1)} ${JSON.stringify(value)}`;
}

function isWanted(before: TomlSettings, after: TomlSettings, edits: TomlEdits): boolean {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].every((key) => {
    const [was, is] = [before.get(key)?.value, after.get(key)?.value];
    const edit = edits.get(key);
    return edit === undefined
      ? JSON.stringify(was) === JSON.stringify(is)
      : is === (edit ?? undefined);
  });
}
