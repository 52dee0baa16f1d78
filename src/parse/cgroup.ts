export type CgroupVersion = 'unified' | 'hybrid' | 'v1' | 'none';

/** The host's control groups, as far as they concern one user's containers. */
export interface Cgroup {
  readonly version: CgroupVersion;
  /** systemd is the init (sd_booted(3)). */
  readonly systemd: boolean;
  /** A cgroup that somebody else than systemd gave to the user; `null` when there is none. */
  readonly given: string | null;
  /** Controllers of the unified hierarchy. */
  readonly controllers: readonly string[];
  /** Controllers that a hierarchy of version 1 holds. */
  readonly v1: readonly string[];
  /** Words of the kernel command line that decide about cgroups. */
  readonly kernelArguments: readonly string[];
  /** What the user@.service of the distribution delegates; `null` when there is none to read. */
  readonly vendor: { readonly file: string; readonly controllers: readonly string[] } | null;
  /** Controllers that user@UID.service has now; `null` when it does not run. */
  readonly delegated: readonly string[] | null;
  /** What systemd will delegate when it starts the manager; `null` when it was not asked. */
  readonly configured: {
    readonly controllers: readonly string[];
    readonly dropIns: readonly string[];
  } | null;
}

const VERSIONS: readonly CgroupVersion[] = ['unified', 'hybrid', 'v1', 'none'];

/** Reads what the probe of the fact `cgroup` prints. */
export function parseCgroup(text: string): Cgroup {
  const lines = text.split('\n');
  const all = (prefix: string): readonly string[] =>
    lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length).trim());
  const words = (prefix: string): readonly string[] => wordsOf(all(prefix).join(' '));
  const file = all('vendor-file ')[0];
  const ofVendor = all('vendor ').at(-1) ?? '';
  const asked = lines.some((line) => line.startsWith('Delegate='));
  return {
    version: VERSIONS.find((one) => one === all('version ')[0]) ?? 'none',
    systemd: lines.includes('systemd'),
    given: all('given ')[0] ?? null,
    controllers: words('root '),
    v1: words('v1 '),
    kernelArguments: words('cmdline '),
    vendor: file === undefined ? null : { file, controllers: wordsOf(ofVendor) },
    delegated: lines.some((line) => line.startsWith('user ')) ? words('user ') : null,
    configured: asked
      ? {
          controllers: all('Delegate=')[0] === 'yes' ? words('DelegateControllers=') : [],
          dropIns: words('DropInPaths='),
        }
      : null,
  };
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}
