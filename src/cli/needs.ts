import { nearest } from '../domain/nearest.ts';
import { NEED_NAMES, type NeedName, type Needs, NEEDS_OF_TARGET } from '../model/need.ts';
import type { HostReport } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';

/** Reads `--need` values: names, and `publish:PORT`. Throws a `UsageError` with the nearest name. */
export function parseNeeds(values: readonly string[]): Needs {
  const names = new Set<NeedName>();
  const ports = new Set<number>();
  for (const value of values) {
    const [first = '', port] = value.split(':', 2);
    const name = NEED_NAMES.find((one) => one === first);
    if (name === undefined) throw unknownNeed(value, first);
    if (NEEDS_OF_TARGET.has(name)) {
      throw new UsageError(`--need ${value}: ask with --target, such as --target podman@6`);
    }
    names.add(name);
    if (name === 'publish') ports.add(portOf(value, port));
    else if (port !== undefined) throw new UsageError(`--need ${value}: ${name} takes no port`);
  }
  return { names, ports: [...ports].toSorted((a, b) => a - b) };
}

/** The needs as they are typed, to repeat them in another command. */
export function formatNeeds({ names, ports }: Needs): readonly string[] {
  const plain = [...names].filter((name) => name !== 'publish' && !NEEDS_OF_TARGET.has(name));
  return [...plain, ...ports.map((port) => `publish:${port}`)];
}

/** The needs that a report names. */
export function needsOf(names: HostReport['needs']): Needs {
  return parseNeeds(names.filter((name) => name !== 'publish'));
}

function portOf(value: string, port: string | undefined): number {
  const number = port !== undefined && /^\d{1,5}$/u.test(port) ? Number(port) : Number.NaN;
  if (number >= 1 && number <= 65_535) return number;
  throw new UsageError(`--need ${value}: expected publish:PORT, such as publish:8080`);
}

function unknownNeed(value: string, name: string): UsageError {
  const known = NEED_NAMES.filter((one) => !NEEDS_OF_TARGET.has(one));
  const hint = nearest(name, known);
  return new UsageError(
    hint === undefined
      ? `--need ${value}: expected one of ${known.join(', ')}`
      : `--need ${value}: there is no such need; did you mean '${hint}'?`,
  );
}
