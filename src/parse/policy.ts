/** What a policy.json says, see containers-policy.json(5). */
export type Policy =
  | { readonly valid: false; readonly problem: string }
  | {
      readonly valid: true;
      /** Types of the requirements for every image that no scope names: `insecureAcceptAnything`, … */
      readonly defaults: readonly string[];
      /** Scopes with requirements of their own, as `transport:scope`, with their types. */
      readonly scopes: ReadonlyMap<string, readonly string[]>;
    };

const TYPES = new Set([
  'insecureAcceptAnything',
  'reject',
  'signedBy',
  'signedBaseLayer',
  'sigstoreSigned',
]);

/** Reads a policy; refuses what Podman refuses (signature/policy_config.go of containers/image). */
export function parsePolicy(text: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return invalid(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(json)) return invalid('is no JSON object');
  const stranger = Object.keys(json).find((key) => key !== 'default' && key !== 'transports');
  if (stranger !== undefined) return invalid(`has the unknown key "${stranger}"`);
  if (!('default' in json)) return invalid('has no "default"');
  const defaults = requirementTypes(json['default']);
  if (typeof defaults === 'string') return invalid(`"default" ${defaults}`);
  return readScopes(json['transports'] ?? {}, defaults);
}

function readScopes(transports: unknown, defaults: readonly string[]): Policy {
  if (!isObject(transports)) return invalid('"transports" is no object');
  const scopes = new Map<string, readonly string[]>();
  for (const [transport, byScope] of Object.entries(transports)) {
    if (!isObject(byScope)) return invalid(`"transports.${transport}" is no object`);
    for (const [scope, requirements] of Object.entries(byScope)) {
      const types = requirementTypes(requirements);
      if (typeof types === 'string') return invalid(`"${transport}:${scope}" ${types}`);
      scopes.set(`${transport}:${scope}`, types);
    }
  }
  return { valid: true, defaults, scopes };
}

/** The types of a list of requirements, or what is wrong with it. */
function requirementTypes(value: unknown): readonly string[] | string {
  if (!Array.isArray(value)) return 'is no list';
  if (value.length === 0) return 'is an empty list';
  const types = value.map((one: unknown) => (isObject(one) ? one['type'] : undefined));
  const unknownType = types.find((type) => typeof type !== 'string' || !TYPES.has(type));
  if (unknownType !== undefined || types.includes(undefined)) {
    return `has a requirement of the unknown type "${String(unknownType)}"`;
  }
  return types.filter((type): type is string => typeof type === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(problem: string): Policy {
  return { valid: false, problem };
}
