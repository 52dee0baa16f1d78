import { configError } from './config-error.ts';
import type { ConfigLine } from './ssh-config-lexer.ts';

/** What `%` tokens and `${NAME}` stand for when a value is expanded. */
export interface Expansion {
  readonly tokens: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Expands `%` tokens. A token that podready does not know stops the host. */
export function expandTokens(
  text: string,
  line: ConfigLine,
  tokens: Readonly<Record<string, string>>,
): string {
  return text.replaceAll(/%(?<token>.?)/gsu, (whole, token: string) => {
    const value = token === '%' ? '%' : Object.hasOwn(tokens, token) ? tokens[token] : undefined;
    if (value !== undefined) return value;
    throw configError(
      line,
      `podready does not expand ${whole} in ${line.keyword}`,
      'Write the value out.',
    );
  });
}

/** A path with `~`, `%` tokens and `${NAME}` expanded, as ssh_config(5) does for identity files. */
export function expandPath(
  text: string,
  line: ConfigLine,
  { tokens, env, home }: Expansion,
): string {
  const path = expandTokens(text, line, tokens).replaceAll(
    /\$\{(?<name>[^}]*)\}/gu,
    (_, name: string) => {
      const value = env[name];
      if (value !== undefined) return value;
      throw configError(
        line,
        `the environment has no ${name}, which ${line.keyword} uses`,
        `Set ${name}.`,
      );
    },
  );
  if (path === '~' || path.startsWith('~/')) return `${home}${path.slice(1)}`;
  if (!path.startsWith('~')) return path;
  throw configError(
    line,
    `podready does not expand ${path} in ${line.keyword}`,
    'Write the path out.',
  );
}

/** Reads yes or no. */
export function readFlag(line: ConfigLine | undefined, fallback: boolean): boolean {
  if (line === undefined) return fallback;
  const value = line.args[0]?.toLowerCase();
  if (value === 'yes' || value === 'true') return true;
  if (value === 'no' || value === 'false') return false;
  throw badValue(line, 'yes or no');
}

/** Reads a time such as `10`, `90s` or `1m30s`; `none` is `undefined`. Milliseconds. */
export function readTime(line: ConfigLine | undefined): number | undefined {
  const text = line?.args[0]?.toLowerCase();
  if (line === undefined || text === undefined || text === 'none') return undefined;
  if (!/^(?:\d{1,9}[smhdw]?)+$/u.test(text)) throw badValue(line, 'a time such as 10 or 1m30s');
  let seconds = 0;
  for (const [, count = '', unit = ''] of text.matchAll(/(\d+)([smhdw]?)/gu)) {
    seconds += Number(count) * (SECONDS[unit] ?? 1);
  }
  return seconds * 1000;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The error for a value that ssh_config(5) does not allow. */
export function badValue(line: ConfigLine, expected: string): Error {
  const found = line.args.join(' ');
  return configError(
    line,
    `${line.keyword} is "${found}"; expected ${expected}`,
    'Correct the line.',
  );
}
