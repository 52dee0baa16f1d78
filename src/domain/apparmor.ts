import type { ApparmorProfile } from '../parse/apparmor.ts';

/** Variables of /etc/apparmor.d/tunables that attachments use; one alternative a word. */
const VARIABLES: Readonly<Record<string, string>> = {
  bin: '/{,usr/}{,s}bin',
  sbin: '/{,usr/}{,s}bin',
  lib: '/{,usr/}lib{,exec,32,64}',
  exec_path: '**',
};

const VARIABLE = /@\{(?<name>\w+)\}/gu;

/** Whether an attachment is for the program; `null` when it uses a variable that is not known here. */
export function attachesTo({ attachment }: ApparmorProfile, program: string): boolean | null {
  const names = [...attachment.matchAll(VARIABLE)].map(({ groups }) => groups?.['name'] ?? '');
  if (names.some((name) => VARIABLES[name] === undefined)) return null;
  const pattern = attachment.replaceAll(VARIABLE, (_whole, name: string) => VARIABLES[name] ?? '');
  if (!pattern.startsWith('/') && !pattern.startsWith('{')) return false;
  const expression = toExpression(pattern);
  return expression?.test(program) ?? null;
}

/** The glob of apparmor.d(5) as a regular expression; `null` when its braces do not match. */
export function toExpression(pattern: string): RegExp | null {
  let text = '';
  let depth = 0;
  for (const [token] of pattern.matchAll(/\*\*|\\.|./gsu)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth < 0) return null;
    text += translate(token, depth);
  }
  return depth === 0 ? new RegExp(`^${text}$`, 'u') : null;
}

function translate(token: string, depth: number): string {
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token === '{') return '(?:';
  if (token === '}') return ')';
  if (token === ',' && depth > 0) return '|';
  const character = token.startsWith('\\') ? token.slice(1) : token;
  return character.replaceAll(/[$()*+.?[\\\]^{|}/]/gu, String.raw`\$&`);
}
