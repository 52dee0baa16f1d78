/** What `podman system connection list` tells of one. */
export interface PodmanConnection {
  readonly name: string;
  readonly uri: string;
  readonly identity: string;
}

/** What has to be done so that it is there. */
export type ConnectionChange = 'none' | 'add' | 'replace';

/**
 * Reads the JSON of `podman system connection list`; Podman 3 prints nothing when there is none. `undefined`
 * when it is no such list.
 */
export function connectionsIn(text: string): readonly PodmanConnection[] | undefined {
  const parsed = parseJson(text.trim() === '' ? '[]' : text);
  if (!Array.isArray(parsed)) return undefined;
  return parsed.flatMap((one: unknown) => {
    const name = field(one, 'Name').replace(/\*$/u, '');
    const uri = field(one, 'URI');
    return name === '' || uri === '' ? [] : [{ name, uri, identity: field(one, 'Identity') }];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null || !(name in value)) return '';
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' ? found : '';
}

export function changeFor(
  wanted: PodmanConnection,
  present: readonly PodmanConnection[],
): ConnectionChange {
  const same = present.find(({ name }) => name === wanted.name);
  if (same === undefined) return 'add';
  return same.uri === wanted.uri && same.identity === wanted.identity ? 'none' : 'replace';
}

/** Arguments of the `podman` commands that make the change. */
export function commandsFor(
  change: ConnectionChange,
  { name, uri, identity }: PodmanConnection,
): readonly (readonly string[])[] {
  if (change === 'none') return [];
  const key = identity === '' ? [] : ['--identity', identity];
  const add = ['system', 'connection', 'add', ...key, name, uri];
  return change === 'add' ? [add] : [['system', 'connection', 'remove', name], add];
}

/** A host as a name for a connection: without the user and the port, in characters that need no quotes. */
export function connectionName(host: string): string {
  const bare = host.replace(/^.*@/u, '').replace(/:\d+$/u, '');
  return bare.replaceAll(/[^\w.-]+/gu, '-').replaceAll(/^-+|-+$/gu, '') || 'podman';
}

/** The URI of a socket over SSH, as Podman and its libraries take it. */
export function sshUri(
  {
    user,
    hostName,
    port,
  }: { readonly user: string; readonly hostName: string; readonly port: number },
  socket: string,
): string {
  const host = hostName.includes(':') ? `[${hostName}]` : hostName;
  return `ssh://${encodeURIComponent(user)}@${host}:${port}${socket}`;
}
