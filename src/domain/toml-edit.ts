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
    const edited = value === null ? `# ${line}` : withValue(line, value);
    if (edited === undefined) return undefined;
    lines[at] = edited;
  }
  const result = lines.join('\n');
  const after = parseTomlFile({ path: '', text: result });
  return isTomlProblem(after) || !isWanted(before, after, edits) ? undefined : result;
}

/** What stands before and after the text in quotes stays; undefined when there is none. */
function withValue(line: string, value: string): string | undefined {
  const { head, tail } =
    /^(?<head>[^=]*=\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*')(?<tail>.*)$/u.exec(line)?.groups ?? {};
  return head === undefined ? undefined : `${head}${JSON.stringify(value)}${tail ?? ''}`;
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
