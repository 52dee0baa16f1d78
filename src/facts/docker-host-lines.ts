import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** An assignment of DOCKER_HOST in a start-up file. */
export interface DockerHostLine {
  readonly file: string;
  readonly line: number;
  /** As written, quotes taken off; variables are not expanded. */
  readonly value: string;
}

/** Where the user's environment gets DOCKER_HOST from. */
export const dockerHostLines = defineFact({
  id: 'dockerHostLines',
  title: 'Assignments of DOCKER_HOST',
  as: 'user',
  shares: 'home',
  probe: sh`
    h=$PR_HOME
    set --
    for f in "$h/.profile" "$h/.bash_profile" "$h/.bashrc" "$h/.zshenv" "$h/.zprofile" "$h/.zshrc" \
      "$h/.config/fish/config.fish" "$h/.config/environment.d"/*.conf "$h/.pam_environment" \
      "$h/.ssh/environment" /etc/environment /etc/environment.d/*.conf /etc/profile /etc/profile.d/*.sh; do
      [ ! -f "$f" ] || [ ! -r "$f" ] || set -- "$@" "$f"
    done
    [ $# -gt 0 ] || exit 0
    hits %f:%n:%t '^([^#]*[[:space:];])?DOCKER_HOST[=[:space:]]' "$@"
    exit 0
  `,
  parse: ({ stdout }) =>
    known<readonly DockerHostLine[]>(
      stdout.split('\n').flatMap((line) => {
        const groups =
          /^(?<file>\/.*?):(?<line>\d{1,7}):.*?DOCKER_HOST(?:=| +)(?<value>"[^"]*"|'[^']*'|[^\s;]*)/u.exec(
            line,
          )?.groups;
        if (groups === undefined) return [];
        const value = (groups['value'] ?? '').replaceAll(/^["']|["']$/gu, '');
        return [{ file: groups['file'] ?? '', line: Number(groups['line']), value }];
      }),
    ),
});
