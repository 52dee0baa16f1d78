import type { ListrDefaultRendererLogLevels } from 'listr2';
import type { HostReport } from '../../model/report.ts';
import type { Terminal } from './terminal.ts';

/** Says which hosts are being looked at. */
export interface Progress {
  readonly done: (report: HostReport) => void;
  /** Leaves the terminal clean; call it before anything else is printed. */
  readonly stop: () => Promise<void>;
}

/** A run that ends sooner shows nothing: drawing costs more than it tells. */
const DELAY_MS = 300;

/**
 * Progress on stderr when somebody looks at it, and nothing otherwise. `quiet` when questions may
 * be asked meanwhile.
 */
export function createProgress(
  names: readonly string[],
  terminal: Terminal,
  { quiet }: { readonly quiet: boolean },
): Progress {
  if (quiet || !terminal.showsProgress) return SILENT;
  const hosts = new Map(names.map((name) => [name, deferred(name)]));
  let drawing: Promise<unknown> = Promise.resolve();
  const timer = setTimeout(() => {
    drawing = draw(terminal, hosts).catch(() => undefined);
  }, DELAY_MS);
  return {
    done: ({ host, error }) => hosts.get(host)?.end(error === null),
    stop: async () => {
      clearTimeout(timer);
      for (const { end } of hosts.values()) end(true);
      await drawing;
    },
  };
}

const SILENT: Progress = {
  done: () => undefined,
  stop: () => Promise.resolve(),
};

interface Deferred {
  readonly ended: Promise<void>;
  readonly end: (well: boolean) => void;
}

function deferred(name: string): Deferred {
  let settle: (well: boolean) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    settle = (well) => (well ? resolve() : reject(new Error(`${name} could not be looked at`)));
  });
  // Nobody may be drawing yet.
  ended.catch(() => undefined);
  return { ended, end: settle };
}

/** Loaded only when something is drawn: listr2 costs as much as looking at this machine. */
async function draw({ errors }: Terminal, hosts: ReadonlyMap<string, Deferred>): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const tasks = [...hosts].map(([host, { ended }]) => ({
    title: `Looking at ${host}`,
    task: () => ended,
  }));
  await new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    collectErrors: 'minimal',
    registerSignalListeners: false,
    // It would look at stdout, which may be a file while somebody watches stderr.
    forceTTY: true,
    fallbackRenderer: 'silent',
    rendererOptions: {
      clearOutput: true,
      logger: new ListrLogger<ListrDefaultRendererLogLevels>({
        processOutput: new ProcessOutput(errors, errors),
      }),
    },
  }).run();
}
