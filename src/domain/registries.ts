import type { RegistriesConf, RegistriesLayer } from '../facts/registries-conf.ts';
import type { TomlSetting, TomlValue } from '../parse/toml.ts';

/** A setting of registries.conf that makes Podman refuse every pull. */
export interface RegistryProblem {
  readonly kind: 'mixed' | 'oldDropIn' | 'mode' | 'location' | 'scheme';
  readonly file: string;
  readonly line: number | null;
  readonly found: string;
  readonly expected: string;
}

/** Tables of version 1 of the format; sysregistriesv2 reads them in a main file of their own only. */
const OLD_KEY = /^registries\.(?:search|insecure|block)\./u;
const HELPERS = 'credential-helpers';
const MODES = new Set(['', 'enforcing', 'permissive', 'disabled']);

/** Follows `loadConfigFile` and `postProcessRegistries` of image/pkg/sysregistriesv2; each was tried. */
export function registryProblems({ layers }: RegistriesConf): readonly RegistryProblem[] {
  return layers.flatMap((layer) => [
    ...oldFormatProblems(layer),
    ...modeProblems(layer),
    ...searchProblems(layer),
    ...locationProblems(layer),
  ]);
}

/** The first table of version 1 in a file that counts. */
export function oldFormat({
  layers,
}: RegistriesConf): { readonly file: string; readonly line: number | null } | undefined {
  for (const { path, settings } of layers) {
    const [, setting] = [...settings].find(([key]) => OLD_KEY.test(key)) ?? [];
    if (setting !== undefined) return { file: path, line: setting.line };
  }
  return undefined;
}

/** The registries that short names are looked for in: the last file that sets the list. */
export function searchRegistries({ layers }: RegistriesConf): {
  readonly registries: readonly string[];
  readonly setting: TomlSetting | undefined;
} {
  const keys = ['unqualified-search-registries', 'registries.search.registries'];
  const setting = layers
    .flatMap(({ settings }) => keys.flatMap((key) => settings.get(key) ?? []))
    .at(-1);
  return { registries: strings(setting?.value), setting };
}

/** `short-name-mode`, by default permissive. */
export function shortNameMode({ layers }: RegistriesConf): string {
  const values = layers.flatMap(({ settings }) => settings.get('short-name-mode')?.value ?? []);
  return (
    values.findLast((value): value is string => typeof value === 'string' && value !== '') ??
    'permissive'
  );
}

/** Programs that the last file with the list names: all but the one that stands for auth.json. */
export function credentialHelpers({
  layers,
}: RegistriesConf): readonly { readonly helper: string; readonly setting: TomlSetting }[] {
  const setting = layers.findLast(({ settings }) => settings.has(HELPERS))?.settings.get(HELPERS);
  if (setting === undefined) return [];
  return strings(setting.value)
    .filter((helper) => helper !== '' && helper !== 'containers-auth.json')
    .map((helper) => ({ helper, setting }));
}

function oldFormatProblems({ path, settings }: RegistriesLayer): readonly RegistryProblem[] {
  const [oldKey, old] = [...settings].find(([key]) => OLD_KEY.test(key)) ?? [];
  if (oldKey === undefined || old === undefined) return [];
  const found = `[${oldKey.replace(/\.[^.]*$/u, '')}]`;
  const at = { file: path, line: old.line, found };
  if (path.includes('.d/'))
    return [
      { kind: 'oldDropIn', ...at, expected: 'unqualified-search-registries or [[registry]]' },
    ];
  const isNew = [...settings.keys()].some(
    (key) => !OLD_KEY.test(key) && !key.startsWith('aliases.'),
  );
  return isNew ? [{ kind: 'mixed', ...at, expected: 'one format in one file' }] : [];
}

function modeProblems({ path, settings }: RegistriesLayer): readonly RegistryProblem[] {
  const setting = settings.get('short-name-mode');
  if (setting === undefined || (typeof setting.value === 'string' && MODES.has(setting.value)))
    return [];
  const found = `short-name-mode = ${JSON.stringify(setting.value)}`;
  return [
    {
      kind: 'mode',
      file: path,
      line: setting.line,
      found,
      expected: 'enforcing, permissive or disabled',
    },
  ];
}

function searchProblems({ path, settings }: RegistriesLayer): readonly RegistryProblem[] {
  const setting = settings.get('unqualified-search-registries');
  return strings(setting?.value)
    .filter((name) => name.includes('://'))
    .map((found) => ({
      kind: 'scheme',
      file: path,
      line: setting?.line ?? null,
      found,
      expected: 'a host name without scheme',
    }));
}

function locationProblems({ path, settings }: RegistriesLayer): readonly RegistryProblem[] {
  const setting = settings.get('registry');
  const tables: readonly TomlValue[] = Array.isArray(setting?.value) ? setting.value : [];
  return tables.flatMap((table): RegistryProblem[] => {
    if (typeof table !== 'object' || Array.isArray(table)) return [];
    const field = (name: string): string => {
      const value = new Map<string, TomlValue>(Object.entries(table)).get(name);
      return typeof value === 'string' ? value : '';
    };
    const at = { file: path, line: setting?.line ?? null };
    const [location, prefix] = [field('location'), field('prefix')];
    if (location === '' && prefix === '') {
      return [
        {
          kind: 'location',
          ...at,
          found: '[[registry]] without location and prefix',
          expected: 'a location or a prefix',
        },
      ];
    }
    return [location, prefix]
      .filter((name) => name.includes('://'))
      .map((found) => ({ kind: 'scheme', ...at, found, expected: 'a host name without scheme' }));
  });
}

function strings(value: TomlValue | undefined): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}
