import { isObject, member, text } from './json-value.ts';

/** Where Podman looks for credentials of registries, see containers-auth.json(5). */
export interface RegistryAuth {
  /** In the order in which Podman looks. */
  readonly files: readonly AuthFile[];
  /** Credential helpers on the PATH: `secretservice` for docker-credential-secretservice. */
  readonly helpers: ReadonlySet<string>;
}

export interface AuthFile {
  readonly path: string;
  readonly status: 'ok' | 'absent' | 'denied';
  /** What it says, without a credential; null when it is no JSON of that form. */
  readonly content: AuthContent | null;
}

export interface AuthContent {
  /** Registries whose credential is not base64. */
  readonly garbled: readonly string[];
  readonly helpers: readonly { readonly registry: string; readonly helper: string }[];
}

const STATUSES = ['ok', 'absent', 'denied'] as const;

/** Reads what the probe of the fact `registryAuth` prints. */
export function parseRegistryAuth(output: string): RegistryAuth {
  const lines = output.split('\n');
  const bodies = new Map<string, string[]>();
  const names = new Map<string, string>();
  let body: string[] | undefined;
  for (const line of lines) {
    const [, id, name] = /^(?<id>#\d+) (?<name>.*)$/u.exec(line) ?? [];
    if (line.startsWith('@= ')) bodies.set(line.slice(3), (body = []));
    else if (id !== undefined && name !== undefined) names.set(id, name);
    else body?.push(line);
  }
  return {
    files: lines.flatMap((line): AuthFile[] => {
      const groups = /^@(?<status>ok|absent|denied) (?<path>.+)$/u.exec(line)?.groups ?? {};
      const status = STATUSES.find((one) => one === groups['status']);
      const path = groups['path'] ?? '';
      if (status === undefined) return [];
      const content = status === 'ok' ? readContent(bodies.get(path) ?? [], names) : null;
      return [{ path, status, content }];
    }),
    helpers: new Set(
      lines.flatMap((line) => /^program (?<name>.+)$/u.exec(line)?.groups?.['name'] ?? []),
    ),
  };
}

/** Both maps may be missing or null, as Go reads them. */
function readContent(
  lines: readonly string[],
  names: ReadonlyMap<string, string>,
): AuthContent | null {
  let json: unknown;
  try {
    json = JSON.parse(lines.join('\n'));
  } catch {
    return null;
  }
  // The probe prints a 0 for null.
  const auths = member(json, 'auths') ?? 0;
  const helpers = member(json, 'credHelpers') ?? 0;
  const isMap = (value: unknown): boolean => isObject(value) || value === 0;
  if (!isObject(json) || !isMap(auths) || !isMap(helpers)) return null;
  const entries = (value: unknown): readonly [string, unknown][] =>
    Object.entries(isObject(value) ? value : {}).map(([id, one]) => [names.get(id) ?? id, one]);
  return {
    garbled: entries(auths).flatMap(([registry, one]) =>
      member(one, 'stored') === 'other' ? [registry] : [],
    ),
    helpers: entries(helpers).map(([registry, helper]) => ({ registry, helper: text(helper) })),
  };
}
