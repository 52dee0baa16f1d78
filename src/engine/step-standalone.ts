import type { Step } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import { bodyOf } from './step-bodies.ts';
import { HOST_FUNCTIONS } from './step-library.ts';
import { HOST_LAYOUT } from './step-script.ts';

/**
 * The functions of a step where no podready listens and no journal is kept: `end` prints `changed` or `ok`, or
 * why not, on stderr, and ends the shell with 1.
 */
export const STANDALONE_LIBRARY: string = sh`
N=$$ ETC=${HOST_LAYOUT.etc} LC_ALL=C out= ended= left=
export LC_ALL
rollback() { :; }
begin() { :; }
end() {
  [ -z "$ended" ] || return 0
  ended=yes
  case $1 in
    done) echo changed; exit 0 ;;
    already) echo ok; exit 0 ;;
  esac
  rollback >/dev/null 2>&1
  printf '%s: %s\n' "$1" "$3" >&2
  [ -z "$out" ] || printf '%s\n' "$out" | tail -n 20 >&2
  exit 1
}
trap 'end failed "$?" "the shell of the step ended early"' 0
${HOST_FUNCTIONS}
`;

/** What does the step after `STANDALONE_LIBRARY` in a shell of whom it is for: the same as podready fix does. */
export function standaloneBody(step: Step): string {
  const path = step.as === 'root' ? ` PATH=${HOST_LAYOUT.rootPath}\nexport PATH\ncd /` : '';
  return `A=${step.as}${path}\n${bodyOf(step, HOST_LAYOUT)}`;
}
