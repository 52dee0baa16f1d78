/** How a module stands: in the kernel now, on disk, forbidden by modprobe.d(5), or nowhere. */
export type ModuleState =
  | { readonly state: 'present' }
  | { readonly state: 'loadable' }
  | {
      readonly state: 'forbidden';
      readonly path: string;
      readonly line: number;
      readonly text: string;
    }
  | { readonly state: 'missing' };

export interface KernelModules {
  /** Where the modules of the running kernel are, or should be. */
  readonly directory: string;
  readonly directoryExists: boolean;
  /** Other kernels' directories. */
  readonly others: readonly string[];
  /** Names that were looked for; of others nothing is known. */
  readonly asked: readonly string[];
  /** The lists of modules could be read. */
  readonly listed: boolean;
  /** Names of what the kernel has: loaded, built in, or registered as a filesystem. */
  readonly present: readonly string[];
  /** Names of what lies on disk for the running kernel. */
  readonly onDisk: readonly string[];
  /** `install` lines of modprobe.d(5). */
  readonly installs: readonly ModuleInstall[];
}

/** A line of modprobe.d(5) that replaces the loading of a module by a command. */
export interface ModuleInstall {
  readonly path: string;
  readonly line: number;
  readonly module: string;
  readonly command: string;
}

/** Reads what the probe of the fact `kernelModules` prints. */
export function parseKernelModules(text: string): KernelModules {
  const lines = text.split('\n');
  const all = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const own = all('own')[0];
  const directory = own ?? all('missing')[0] ?? '/lib/modules';
  const built = all('builtin').map((path) => nameOf(path));
  return {
    directory,
    directoryExists: own !== undefined,
    others: all('tree').filter((path) => path !== directory),
    asked: (all('asked')[0] ?? '').split(' '),
    listed: lines.includes('list'),
    present: [
      ...new Set([...all('loaded'), ...all('filesystem'), ...all('kernel'), ...built]),
    ].toSorted(),
    onDisk: all('file').map((path) => nameOf(path)),
    installs: lines.flatMap((line) => readInstall(line)),
  };
}

/** How one module stands. */
export function moduleState(modules: KernelModules, name: string): ModuleState {
  if (modules.present.includes(name)) return { state: 'present' };
  const install = modules.installs.find(({ module }) => module === name);
  if (
    install !== undefined &&
    /^(?:\/usr)?\/?(?:s?bin\/)?(?:false|true)\b/u.test(install.command)
  ) {
    const { path, line, command } = install;
    return { state: 'forbidden', path, line, text: `install ${name} ${command}` };
  }
  return { state: modules.onDisk.includes(name) ? 'loadable' : 'missing' };
}

function nameOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.ko.*$/u, '')
    .replaceAll('-', '_');
}

function readInstall(line: string): readonly ModuleInstall[] {
  const { path, number, module, command } =
    /^(?<path>\/[^:]+):(?<number>\d{1,7}):\s*install\s+(?<module>\S+)\s+(?<command>.+)$/u.exec(line)
      ?.groups ?? {};
  if (path === undefined || module === undefined || command === undefined) return [];
  return [{ path, line: Number(number), module: module.replaceAll('-', '_'), command }];
}
