import { sh } from '../model/sh.ts';

/** One configuration file that was looked for. */
export interface ConfigFile {
  readonly path: string;
  readonly status: 'ok' | 'absent' | 'denied';
  /** Its text, comment lines emptied so that line numbers hold; empty unless `ok`. */
  readonly text: string;
}

/**
 * Shell function `config_files FILE…`, for files whose comments start with `#`: one status line
 * `@<status> <path>` a file, then `<path>:<line>:<text>` of every line that says something, without
 * its indentation. A name that ends with `.d` stands for the `*.conf` files in that directory.
 *
 * The files are read by who frames the output, else by one grep(1): those that distributions ship are mostly
 * comments. Values of `env` arrays may be secrets; they are blanked here, because what is blanked must stay TOML.
 */
export const CONFIG_FILES = sh`
config_files() {
  k=/dev/null
  for f; do
    case $f in
      *.d)
        if [ -d "$f" ] && [ -r "$f" ] && [ -x "$f" ]; then
          for g in "$f"/*.conf; do
            if [ -e "$g" ] || [ -L "$g" ]; then config_file "$g"; fi
          done
        elif [ -d "$f" ] || ! gone "$f"; then
          printf '@denied %s\n' "$f"
        fi
        ;;
      *) config_file "$f" ;;
    esac
  done
  [ "$k" = /dev/null ] || (
    IFS='
'
    set -f
    if [ "$B" = awk ]; then
      for f in \${k#/dev/null}; do printf '%s = %s\n' "$N" "$f"; done
    else
      grep -anvE '^[[:space:]]*(#|$)' $k | sed -e 's/^\([^:]*:[0-9]*:\)[[:space:]]*/\1/' \
        -e "/$A.*$E/{" -e "$V" -e b -e '}' \
        -e "/$A/,/$E/{$V
}"
    fi
  )
}
config_file() {
  case $1 in *:*) printf '@denied %s\n' "$1"; return ;; esac
  if [ -f "$1" ]; then
    if [ -r "$1" ]; then
      printf '@ok %s\n' "$1"
      k="$k
$1"
    else
      printf '@denied %s\n' "$1"
    fi
  elif gone "$1"; then
    printf '@absent %s\n' "$1"
  else
    printf '@denied %s\n' "$1"
  fi
}
A=":\([^=#]*[.]\)\{0,1\}[\"']\{0,1\}env[\"']\{0,1\}[[:space:]]*="
E='][[:space:]]*\(#.*\)\{0,1\}$'
V="s/\"[^\"]*\"/\"?\"/g
s/'[^']*'/'?'/g"
`;

/** Reads what `config_files` printed, in the order in which the files were named. */
export function parseConfigFiles(text: string): readonly ConfigFile[] {
  const lines = text.split('\n');
  const heads = lines.flatMap((line): { path: string; status: ConfigFile['status'] }[] => {
    const groups = /^@(?<status>ok|absent|denied) (?<path>\/.*)$/u.exec(line)?.groups ?? {};
    const status = STATUSES.find((one) => one === groups['status']);
    return status === undefined ? [] : [{ path: groups['path'] ?? '', status }];
  });
  const texts = new Map(heads.map(({ path }) => [path, new Array<string>()]));
  for (const line of lines) {
    const { path = '', number, text: said = '' } = LINE.exec(line)?.groups ?? {};
    const owner = texts.get(path);
    if (owner !== undefined) owner[Number(number) - 1] = said;
  }
  return heads.map(({ path, status }) => ({ path, status, text: joined(texts.get(path) ?? []) }));
}

const STATUSES = ['ok', 'absent', 'denied'] as const;
/** No path has a colon: `config_file` sees to that. */
const LINE = /^(?<path>\/[^:]*):(?<number>[1-9]\d{0,4}):(?<text>.*)$/u;

/** Lines that say nothing were not printed. */
function joined(lines: readonly (string | undefined)[]): string {
  return Array.from(lines, (line) => line ?? '').join('\n');
}
