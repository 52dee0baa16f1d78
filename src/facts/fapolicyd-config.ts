import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** fapolicyd.conf(5) and the rules, as far as they decide about containers. */
export interface FapolicydConfig {
  /** It only says what it would deny. */
  readonly permissive: boolean;
  /** Where `allow_filesystem_mark = 1` is set: it sees what is opened through any mount; null by default. */
  readonly mark: { readonly file: string; readonly line: number } | null;
  /** Directories that a rule allows as a whole. */
  readonly allowed: readonly string[];
}

const CONF = '/etc/fapolicyd/fapolicyd.conf';

/** Only root and the group fapolicyd may read it. Words are case insensitive, and spaces are optional. */
export const fapolicydConfig = defineFact({
  id: 'fapolicydConfig',
  title: 'Configuration of fapolicyd',
  as: 'root',
  shares: 'system',
  // One grep(1), where fapolicyd is installed.
  probe: sh`
    [ -f ${CONF} ] || { gone ${CONF} || exit 77; exit 66; }
    [ -r ${CONF} ] || exit 77
    echo read
    set -- ${CONF}
    for f in /etc/fapolicyd/compiled.rules /etc/fapolicyd/fapolicyd.rules; do
      [ -r "$f" ] && set -- "$@" "$f"
    done
    grep -niE '^[[:space:]]*(permissive|allow_filesystem_mark)[[:space:]]*=|^[[:space:]]*allow.*:.*dir=/' "$@" /dev/null
    exit 0
  `,
  parse(output) {
    const state = stateOfExit(output, CONF);
    if (state !== undefined) return state;
    const lines = output.stdout.split('\n');
    const option = (name: string) =>
      lines
        .map((text) => OPTION.exec(text)?.groups ?? {})
        .findLast(({ key }) => key?.toLowerCase() === name);
    const { line, value } = option('allow_filesystem_mark') ?? {};
    return known<FapolicydConfig>({
      permissive: option('permissive')?.['value'] === '1',
      mark: value === '1' ? { file: CONF, line: Number(line) } : null,
      allowed: lines.flatMap((text) => RULE.exec(text)?.groups?.['dir'] ?? []),
    });
  },
});

const OPTION = /^[^:]+\.conf:(?<line>\d+):\s*(?<key>\w+)\s*=\s*(?<value>\w+)/u;
/** The object, after the colon, is what is opened. */
const RULE = /^[^:]+\.rules:\d+:\s*allow\b.*\s:\s.*\bdir=(?<dir>\/[^\s,]*)/iu;
