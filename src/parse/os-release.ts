/** What os-release(5) says, with the defaults of its man page. */
export interface OsRelease {
  /** Lower-case identifier such as `debian`. */
  readonly id: string;
  /** Identifiers of the distributions it derives from, nearest first. */
  readonly like: readonly string[];
  readonly versionId: string;
  readonly codename: string;
  readonly prettyName: string;
}

/** Reads os-release text; values may be quoted as in a shell assignment. */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const match = /^\s*(?<name>[A-Z][A-Z\d_]*)=(?<value>.*?)\s*$/u.exec(line);
      return match === null
        ? []
        : [[match.groups?.['name'] ?? '', unquote(match.groups?.['value'] ?? '')]];
    }),
  );
  return {
    id: values.get('ID') ?? 'linux',
    like: (values.get('ID_LIKE') ?? '').split(/\s+/u).filter((id) => id !== ''),
    versionId: values.get('VERSION_ID') ?? '',
    codename: values.get('VERSION_CODENAME') ?? '',
    prettyName: values.get('PRETTY_NAME') ?? 'Linux',
  };
}

function unquote(value: string): string {
  const inner = /^(?<mark>["'])(?<inner>.*)\k<mark>$/u.exec(value)?.groups?.['inner'] ?? value;
  return value.startsWith("'") ? inner : inner.replaceAll(/\\(?<char>["$\\`'])/gu, '$<char>');
}
