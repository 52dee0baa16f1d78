/** The ssh2 package, as a value. */
export type Ssh2 = typeof import('ssh2');

/** Loads ssh2 when the first connection needs it: it costs 40 ms, and only some of its names are ESM exports. */
export async function loadSsh2(): Promise<Ssh2> {
  const { default: ssh2 } = await import('ssh2');
  return ssh2;
}
