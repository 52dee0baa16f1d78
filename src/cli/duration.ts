import { UsageError } from '../model/usage-error.ts';

/** Reads `90`, `90s`, `5m` or `1h`. Gives seconds; throws a `UsageError` that names the value. */
export function parseDuration(value: string | null): number | null {
  if (value === null) return null;
  const { number = '', unit = 's' } =
    /^(?<number>\d{1,5})(?<unit>[smh])?$/u.exec(value)?.groups ?? {};
  const seconds = Number(number) * (SECONDS[unit] ?? 0);
  if (number !== '' && seconds >= 1 && seconds <= MOST) return seconds;
  throw new UsageError(
    `--wait ${value}: expected a time such as 90s, 5m or 1h, from 1 second to 24 hours`,
  );
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const MOST = 24 * 3600;
