/** What one step of the probe did: one call of podman(1), and what was read afterwards. */
export interface OutcomeStep {
  readonly exitCode: number;
  /** Its last lines, also those of the container. */
  readonly said: readonly string[];
  /** What the probe read besides, such as the `uid` of a file. */
  readonly read: ReadonlyMap<string, string>;
}

export const OUTCOME_STEPS = [
  /** An empty image is stored. */
  'image',
  /** A container without a network. */
  'run',
  /** A container that runs as uid 1 writes a file into a folder of the host. */
  'owner',
  /** A container with a memory limit. */
  'memory',
  /** A container serves on a port that is published on 127.0.0.1. */
  'port',
  /** A network is made. */
  'network',
  /** The first container on it begins. */
  'first',
  /** The second one begins, and both ask for the other one's name. */
  'names',
] as const;

export type OutcomeStepName = (typeof OUTCOME_STEPS)[number];

export interface Outcomes {
  /** Those that were begun; one that failed ends what depends on it. */
  readonly steps: ReadonlyMap<OutcomeStepName, OutcomeStep>;
  /** Steps for which the host has no program. */
  readonly toolless: ReadonlySet<OutcomeStepName>;
  /** Steps for which Podman itself would pull an image. */
  readonly pulling: ReadonlySet<OutcomeStepName>;
  /** Seconds after which one call of podman is ended; `null` when it is not known. */
  readonly limit: number | null;
  /** The probe came to its end. */
  readonly complete: boolean;
  /** The name of all that was made; empty when it is not known. */
  readonly name: string;
  /** What was made and could not be removed: `containers`, `network`, `image`. */
  readonly left: readonly string[];
}

/** Exit codes of timeout(1): it ended what it ran, softly or by force. */
const ENDED = [124, 137];

/** Whether a step was ended because it took too long. */
export function tookTooLong({ exitCode }: OutcomeStep): boolean {
  return ENDED.includes(exitCode);
}

/** Reads what the probe of the fact `outcomes` prints: lines `STEP exit|said|… VALUE`. */
export function parseOutcomes(text: string): Outcomes {
  const lines = text.split('\n').slice(0, -1);
  const steps = new Map<OutcomeStepName, OutcomeStep>();
  const toolless = new Set<OutcomeStepName>();
  const pulling = new Set<OutcomeStepName>();
  for (const name of OUTCOME_STEPS) {
    const own = lines.filter((line) => line.startsWith(`${name} `));
    const of = (key: string): readonly string[] =>
      own
        .filter((line) => line.startsWith(`${name} ${key} `))
        .map((line) => line.slice(name.length + key.length + 2));
    const exit = of('exit').at(0) ?? '';
    if (of('tool').includes('none')) toolless.add(name);
    if (of('tool').includes('pull')) pulling.add(name);
    if (!/^\d{1,3}$/u.test(exit)) continue;
    const read = READ.flatMap((key) => {
      const value = of(key).at(0);
      return value === undefined ? [] : ([[key, value]] as const);
    });
    steps.set(name, { exitCode: Number(exit), said: of('said'), read: new Map(read) });
  }
  const after = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const limit = after('limit').at(0) ?? '';
  return {
    steps,
    toolless,
    pulling,
    limit: /^\d{1,4}$/u.test(limit) ? Number(limit) : null,
    complete: lines.includes('end'),
    name: after('name').at(0) ?? '',
    left: after('left'),
  };
}

const READ = ['uid', 'at', 'got', 'wanted'] as const;
