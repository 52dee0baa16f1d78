import { OLDEST_MAJOR, NEWEST_MAJOR } from '../domain/podman-profile.ts';
import type { Needs } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';

/**
 * Adds what `--target` asks for: the need `upgrade`, and the version that it is about. Throws a
 * `UsageError` that says what is allowed.
 */
export function withTarget(needs: Needs, value: string | null): Needs {
  if (value === null) return needs;
  const { version = '', major } =
    /^podman@(?<version>(?<major>\d{1,3})(?:\.\d{1,3})?)$/u.exec(value)?.groups ?? {};
  const number = Number(major);
  if (major === undefined || number < OLDEST_MAJOR || number > NEWEST_MAJOR) {
    throw new UsageError(
      `--target ${value}: expected podman@MAJOR or podman@MAJOR.MINOR, with MAJOR from ${OLDEST_MAJOR} to ${NEWEST_MAJOR}; such as podman@${NEWEST_MAJOR}`,
    );
  }
  return {
    ...needs,
    names: new Set([...needs.names, 'upgrade']),
    target: { program: 'podman', version },
  };
}

/** The target as it is typed, to repeat it in another command; nothing without one. */
export function formatTarget({ target }: Pick<Needs, 'target'>): readonly string[] {
  return target === undefined ? [] : [`${target.program}@${target.version}`];
}
