import { type IdMapping, parseIdMap } from './id-map.ts';

/** What surrounds the processes of the host. */
export interface Virtualization {
  /** Name of the container engine around it (`lxc`, `podman`, `docker`, `container`), or `null`. */
  readonly container: string | null;
  /** The file that says so. */
  readonly marker: string | null;
  readonly wsl: boolean;
  /** prctl(2) PR_SET_NO_NEW_PRIVS: setuid bits and file capabilities have no effect. */
  readonly noNewPrivileges: boolean;
  /** A seccomp filter is in force. */
  readonly seccompFilter: boolean;
  /** kernel_lockdown(7), where the kernel has it. */
  readonly lockdown: 'none' | 'integrity' | 'confidentiality' | null;
  /** Ids that exist in the namespace of the host's own processes. */
  readonly uids: readonly IdMapping[];
  readonly gids: readonly IdMapping[];
}

const LOCKDOWN = ['none', 'integrity', 'confidentiality'] as const;

/** Reads what the probe of the fact `virtualization` prints. */
export function parseVirtualization(text: string): Virtualization {
  const lines = text.split('\n');
  const all = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const marker = all('marker')[0] ?? null;
  const engine = all('engine')[0]?.trim() ?? '';
  return {
    container: marker === null ? null : engine || engineOf(marker),
    marker,
    wsl: /microsoft/iu.test(all('kernel')[0] ?? ''),
    noNewPrivileges: all('NoNewPrivs:')[0]?.trim() === '1',
    lockdown: LOCKDOWN.find((mode) => all('lockdown')[0]?.includes(`[${mode}]`)) ?? null,
    seccompFilter: all('Seccomp:')[0]?.trim() === '2',
    uids: parseIdMap(all('uidmap').join('\n')),
    gids: parseIdMap(all('gidmap').join('\n')),
  };
}

function engineOf(marker: string): string {
  if (marker === '/.dockerenv') return 'docker';
  return marker === '/run/.containerenv' ? 'podman' : 'container';
}
