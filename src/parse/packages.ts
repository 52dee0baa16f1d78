import type { PackageManager } from '../model/fix.ts';

/** What the package manager of the host says of the packages that podready knows. */
export interface Packages {
  /** `null` when the host has none that podready can drive. */
  readonly manager: PackageManager | null;
  readonly installed: readonly string[];
}

const MANAGERS: readonly PackageManager[] = ['apt', 'dnf', 'zypper', 'pacman', 'apk'];

/** Reads what the probe of the fact `packages` prints: `manager NAME`, then one `+PACKAGE` a line. */
export function parsePackages(text: string): Packages {
  const lines = text.split('\n');
  const named = /^manager (?<name>\w+)$/mu.exec(text)?.groups?.['name'];
  return {
    manager: MANAGERS.find((one) => one === named) ?? null,
    installed: lines.flatMap((line) => (/^\+[\w.+-]+$/u.test(line) ? [line.slice(1)] : [])),
  };
}
