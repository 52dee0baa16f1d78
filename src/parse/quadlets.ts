/** A file from which Podman's generator makes a unit: podman-systemd.unit(5). */
export interface Quadlet {
  readonly path: string;
  /** `container`, `volume`, `network`, `kube`, `image`, `build` or `pod`. */
  readonly type: string;
  /** Name of the unit that the generator makes of it. */
  readonly unit: string;
  /** Names of the keys that are set, as `Group.Key`; only those that decide something. */
  readonly keys: ReadonlySet<string>;
  /** Drop-ins may set what the file does not. */
  readonly hasDropIns: boolean;
}

export interface Quadlets {
  /** In the order of Podman's directories; of two files of one name the first counts. */
  readonly files: readonly Quadlet[];
  /** The generator that systemd runs; `null` when there is none. */
  readonly generator: { readonly path: string; readonly masked: boolean } | null;
  /** Where the manager keeps what its generators made. */
  readonly outputDirectory: string;
  /** Whether a manager runs, and so has run its generators. */
  readonly managerRuns: boolean;
  /** Units that are there. */
  readonly units: ReadonlySet<string>;
  /** Those of them that wait for the network by a unit of Podman. */
  readonly waiting: readonly string[];
  /** Directories and files that the user may not read. */
  readonly denied: readonly string[];
}

/** Reads what the probe of the fact `quadlets` prints. */
export function parseQuadlets(text: string): Quadlets {
  const lines = text.split('\n');
  const all = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const [generator] = all('generator');
  const [masked] = all('masked');
  const path = generator ?? masked;
  return {
    files: firstOfEachName(blocksOf(lines).flatMap(parseBlock)),
    generator: path === undefined ? null : { path, masked: generator === undefined },
    outputDirectory: all('output')[0] ?? '',
    managerRuns: lines.includes('manager'),
    units: new Set(all('unit')),
    waiting: [...new Set(all('waits'))],
    denied: all('denied'),
  };
}

/** What the generator appends to the name of the file, before `.service`. */
const SUFFIXES: Readonly<Record<string, string>> = {
  container: '',
  kube: '',
  volume: '-volume',
  network: '-network',
  image: '-image',
  build: '-build',
  pod: '-pod',
};

function blocksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('file ')) blocks.push([line.slice('file '.length)]);
    else if (line.startsWith('|') || line === 'dropins') blocks.at(-1)?.push(line);
  }
  return blocks;
}

function parseBlock([path = '', ...lines]: readonly string[]): Quadlet[] {
  const { name, type } = /\/(?<name>[^/]+)\.(?<type>[a-z]+)$/u.exec(path)?.groups ?? {};
  const suffix = SUFFIXES[type ?? ''];
  // The units of templates have names of their own.
  if (name === undefined || type === undefined || suffix === undefined || name.includes('@')) {
    return [];
  }
  const settings = settingsOf(lines);
  const serviceName = [...settings].find(([key]) => key.endsWith('.ServiceName'))?.[1] ?? '';
  return [
    {
      path,
      type,
      unit: `${serviceName === '' ? name + suffix : serviceName}.service`,
      keys: new Set([...settings].filter(([, value]) => value !== '').map(([key]) => key)),
      hasDropIns: lines.includes('dropins'),
    },
  ];
}

function settingsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  let group = '';
  for (const line of lines) {
    const head = /^\|\s*\[(?<group>[^\]]*)\]/u.exec(line)?.groups?.['group'];
    if (head !== undefined) group = head;
    const { key, value = '' } = /^\|(?<key>\w+)\s*=(?<value>.*)$/u.exec(line)?.groups ?? {};
    if (key !== undefined) settings.set(`${group}.${key}`, value.trim());
  }
  return settings;
}

function firstOfEachName(files: readonly Quadlet[]): readonly Quadlet[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
