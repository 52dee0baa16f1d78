import { type Outcomes, parseOutcomes } from '../../src/parse/outcomes.ts';

/** What the probe printed on a healthy host, step by step. */
export const HEALTHY_STEPS = {
  image: ['exit 0', 'said sha256:2c094515'],
  run: ['exit 0', 'said map 0 1000 1', 'said map 1 100000 65536'],
  owner: ['exit 0', 'uid 100000'],
  memory: ['exit 0', 'said limit 67108864'],
  port: ['exit 0', 'said 84b265a7', 'at 127.0.0.1:46311', 'got podready-f0', 'wanted podready-f0'],
  network: ['exit 0', 'said podready-f0'],
  first: ['exit 0', 'said 250ae782'],
  names: [
    'exit 0',
    'said first 10.89.0.2       podready-f0-a.dns.podman',
    'said second 10.89.0.3       podready-f0-b.dns.podman',
  ],
} as const;

export type Steps = Readonly<Partial<Record<keyof typeof HEALTHY_STEPS, readonly string[]>>>;

/** The text of a probe; steps that are given take the place of healthy ones, an empty one is left out. */
export function outcomesText(steps: Steps = {}, end: readonly string[] = ['end']): string {
  const lines = Object.entries({ ...HEALTHY_STEPS, ...steps }).flatMap(([name, some]) =>
    some.map((line) => `${name} ${line}`),
  );
  return ['limit 40', 'name podready-f0', ...lines, ...end, ''].join('\n');
}

export function outcomesOf(steps: Steps = {}, end?: readonly string[]): Outcomes {
  return parseOutcomes(outcomesText(steps, end));
}

/** No container runs, so nothing else was tried. */
export const NOTHING_RUNS: Steps = {
  run: ['exit 126', 'said Error: crun: cannot set up the user namespace'],
  owner: [],
  memory: [],
  port: [],
  network: [],
  first: [],
  names: [],
};
