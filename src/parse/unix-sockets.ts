/** `__SO_ACCEPTCON` of linux/net.h: somebody called listen(2) on it. */
const LISTENING = 0x1_00_00;

/** Paths of listening sockets in the text of /proc/net/unix; other lines are skipped. */
export function parseListeners(text: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const line of text.split('\n')) {
    const groups =
      /^[0-9a-f]+: [0-9A-F]{8} [0-9A-F]{8} (?<flags>[0-9A-F]{8}) \d{4} [0-9A-F]{2} +\d+ (?<path>\/.*)$/u.exec(
        line,
      )?.groups;
    if (groups === undefined) continue;
    const flags = Number.parseInt(groups['flags'] ?? '0', 16);
    if (Math.floor(flags / LISTENING) % 2 === 1) paths.add(groups['path'] ?? '');
  }
  return paths;
}
