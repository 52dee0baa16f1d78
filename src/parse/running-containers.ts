/** Names of the containers that run, as far as conmon's command line tells them; else its pid. */
export type RunningContainers = readonly string[];

/** Reads what the probe of the fact `runningContainers` prints: a head, then one argument a line. */
export function parseRunningContainers(text: string): RunningContainers {
  return text
    .split(/^conmon (?=\d+$)/mu)
    .slice(1)
    .map((block) => {
      const [pid = '', ...lines] = block.split('\n');
      const words = lines.map((line) => line.slice(1));
      const at = words.findIndex((word) => word === '-n' || word === '--name');
      const name = at < 0 ? undefined : words[at + 1];
      return name === undefined || name === '' ? `process ${pid}` : name;
    });
}
