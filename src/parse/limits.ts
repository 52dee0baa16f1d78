/** Limits of a process (getrlimit(2)); `Infinity` where there is none. */
export interface ProcessLimits {
  readonly openFiles: { readonly soft: number; readonly hard: number };
  readonly processes: { readonly soft: number; readonly hard: number };
}

/** A user's line of /proc/key-users (keyrings(7)). */
export interface KeyUse {
  readonly keys: number;
  readonly maxKeys: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

export interface Limits {
  readonly session: ProcessLimits | null;
  /** `null` when the user's manager does not run, or is not below the unified hierarchy. */
  readonly manager: ProcessLimits | null;
  /** Limits of user-UID.slice; `null` where that slice or controller is not there. */
  readonly slice: {
    readonly maxTasks: number | null;
    readonly tasks: number | null;
    readonly maxMemory: number | null;
  };
  /** `null` when the kernel counts no keys for the user, who then has none. */
  readonly keys: KeyUse | null;
}

/** Reads what the probe of the fact `limits` prints. */
export function parseLimits(text: string): Limits {
  const slice = (key: string): number | null =>
    limit(new RegExp(`^slice ${key.replace('.', String.raw`\.`)} (\\S+)$`, 'mu').exec(text)?.[1]);
  return {
    session: processLimits(text, 'session'),
    manager: processLimits(text, 'manager'),
    slice: {
      maxTasks: slice('pids.max'),
      tasks: slice('pids.current'),
      maxMemory: slice('memory.max'),
    },
    keys: keyUse(text),
  };
}

function processLimits(text: string, whose: string): ProcessLimits | null {
  const pair = (name: string): { soft: number; hard: number } | null => {
    const match = new RegExp(`^${whose} ${name}\\s+(\\S+)\\s+(\\S+)`, 'mu').exec(text);
    const [soft, hard] = [limit(match?.[1]), limit(match?.[2])];
    return soft === null || hard === null ? null : { soft, hard };
  };
  const [openFiles, processes] = [pair('Max open files'), pair('Max processes')];
  return openFiles === null || processes === null ? null : { openFiles, processes };
}

function keyUse(text: string): KeyUse | null {
  const match =
    /^keys \d+:\s+\d+\s+\d+\/\d+\s+(?<keys>\d+)\/(?<maxKeys>\d+)\s+(?<bytes>\d+)\/(?<maxBytes>\d+)/mu.exec(
      text,
    );
  const { keys, maxKeys, bytes, maxBytes } = match?.groups ?? {};
  return keys === undefined
    ? null
    : {
        keys: Number(keys),
        maxKeys: Number(maxKeys),
        bytes: Number(bytes),
        maxBytes: Number(maxBytes),
      };
}

function limit(word: string | undefined): number | null {
  if (word === 'unlimited' || word === 'max') return Number.POSITIVE_INFINITY;
  return /^\d{1,20}$/u.test(word ?? '') ? Number(word) : null;
}
