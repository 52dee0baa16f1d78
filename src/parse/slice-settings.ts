/** A line of a drop-in of a slice that sets a limit. */
export interface SliceSetting {
  readonly key: 'TasksMax' | 'MemoryMax';
  readonly value: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Reads what the probe of the fact `sliceSettings` prints: `file PATH` for each drop-in, folders of less rank first, each
 * followed by its `NUMBER KEY=VALUE`. Of two files of one name the one of the higher folder replaces the other, and
 * all are read in the order of their names (systemd.unit(5)). The result is in that order.
 */
export function parseSliceSettings(text: string): readonly SliceSetting[] {
  const files = new Map<string, SliceSetting[]>();
  let file = '';
  for (const row of text.split('\n')) {
    const path = /^file (?<path>\/.*)$/u.exec(row)?.groups?.['path'];
    if (path !== undefined) {
      file = path;
      files.set(nameOf(path), []);
    }
    const { line, key, value } =
      /^(?<line>\d{1,6}) (?<key>TasksMax|MemoryMax)=(?<value>.*)$/u.exec(row)?.groups ?? {};
    if (key !== 'TasksMax' && key !== 'MemoryMax') continue;
    files.get(nameOf(file))?.push({ key, value: (value ?? '').trim(), file, line: Number(line) });
  }
  return [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, settings]) => settings);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
