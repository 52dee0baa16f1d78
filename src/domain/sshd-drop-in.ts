import type { User } from '../facts/user.ts';
import type { FactState } from '../model/fact.ts';
import type { Effect, WriteFileStep } from '../model/fix.ts';
import type { SshdConfig, SshdDirective } from '../parse/sshd-config.ts';
import { sshdOption, type SshdSources } from './sshd-options.ts';

/** Folder of drop-ins, as every distribution includes it. */
const FOLDER = '/etc/ssh/sshd_config.d';

/** Options that a drop-in of ours is to decide for one user. */
export interface UserDropIn {
  /** File name that ends in `.conf`. */
  readonly name: string;
  readonly user: User;
  /** Keyword and value, in the order in which they are written. */
  readonly options: readonly (readonly [directive: string, value: string])[];
  readonly sources: SshdSources;
  readonly summary: string;
  readonly effect: Effect;
}

/** The step that writes the drop-in, or why it would not decide. */
export type DropInStep = { readonly step: WriteFileStep } | { readonly because: string };

/** What a person who agrees to such a step should know. */
export const SSHD_GUARD_NOTE =
  'sshd is first tried with it beside the one that runs. Then a new login over the same route has to confirm it within 60 s; else the host takes it back by itself, also after a reboot.';

/**
 * A Match block for one user: what it says wins over everything outside of Match blocks, and of several Match
 * blocks the first one that has the option (sshd_config(5)). So the file has to be included without a
 * condition, and before any other block that decides for this user.
 */
export function userDropIn(wanted: UserDropIn): DropInStep {
  const { name, user, options, sources, summary, effect } = wanted;
  const { config } = sources;
  const path = `${FOLDER}/${name}`;
  if (config.state !== 'known') return { because: whyUnknown(config) };
  // Patterns of sshd_config(5) have their own signs.
  if (!/^[\w.-]+$/u.test(user.name)) {
    return { because: `the name ${user.name} means something else in sshd_config` };
  }
  const include = config.value.includes.find(
    ({ pattern, match }) => pattern === `${FOLDER}/*.conf` && match.length === 0,
  );
  if (include === undefined) {
    return { because: `sshd_config does not include ${FOLDER}/*.conf outside of Match blocks` };
  }
  if (config.value.directives.some(({ file }) => file === path)) {
    return { because: `${path} exists already, and holds something else` };
  }
  for (const [directive] of options) {
    const option = sshdOption(directive.toLowerCase(), user, { ...sources, effective: NOT_ASKED });
    if (option.state === 'undecided') return { because: option.because };
    if (option.state === 'default') continue;
    const line = config.value.directives.find(
      (one) => one.file === option.where && one.line === option.line,
    );
    if (line === undefined || !isAfter(line, path, include)) {
      return { because: `${option.where} line ${option.line ?? 0} decides before any drop-in can` };
    }
  }
  const base = { as: 'root', undo: 'exact', guard: 'sshd', effect, summary } as const;
  const content = textOf(user, options);
  return { step: { ...base, kind: 'write-file', path, content, mode: 0o644, before: null } };
}

const NOT_ASKED = { state: 'unreadable', reason: 'not-gathered', because: 'not asked' } as const;

function whyUnknown(config: Exclude<FactState<SshdConfig>, { readonly state: 'known' }>): string {
  return config.state === 'absent'
    ? config.because
    : `the configuration of sshd cannot be read: ${config.because}`;
}

/** Whether sshd reads the line after the drop-in, or gives way to it. */
function isAfter(
  line: SshdDirective,
  path: string,
  include: { readonly file: string; readonly line: number },
): boolean {
  if (line.match.length === 0) return true;
  if (line.file.startsWith(`${FOLDER}/`)) return line.file > path;
  return line.file === include.file && line.line > include.line;
}

function textOf(user: User, options: UserDropIn['options']): string {
  return [
    '# Written by podready; podready undo takes it back.',
    `Match User ${user.name}`,
    ...options.map(([directive, value]) => `  ${directive} ${value}`),
    '',
  ].join('\n');
}
