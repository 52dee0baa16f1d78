import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** A line of a start-up file that looks as if it printed something. */
export interface ShellStartupLine {
  readonly file: string;
  readonly line: number;
}

export interface ShellStartup {
  /** Start-up files that a shell reads without a terminal and that exist. */
  readonly files: readonly string[];
  readonly printing: readonly ShellStartupLine[];
}

/** Start-up files of shells that sshd's non-interactive sessions read: where noise comes from. */
export const shellStartup = defineFact({
  id: 'shellStartup',
  title: 'Start-up files of the shell',
  as: 'user',
  shares: 'home',
  // Only positions are printed: what such a line says may be private.
  probe: sh`
    h=$PR_HOME
    set --
    for f in "$h/.ssh/rc" "$h/.bashrc" "$h/.zshenv" "$h/.config/fish/config.fish" "$h/.cshrc" \
      "$h/.tcshrc" /etc/ssh/sshrc /etc/zsh/zshenv /etc/zshenv /etc/bash.bashrc /etc/bashrc \
      /etc/fish/config.fish; do
      if [ -f "$f" ] && [ -r "$f" ]; then echo "file $f"; set -- "$@" "$f"; fi
    done
    [ $# -gt 0 ] || exit 0
    w='echo|printf|cat|figlet|fortune|cowsay|neofetch|fastfetch|screenfetch|hostnamectl|uptime|date'
    hits %f:%n "^[[:space:]]*(([[:alnum:]_]+=[^ ]* )*|.*(;|&&|[|][|]|then|do)[[:space:]]*)($w)([[:space:]]|$)" \
      "$@"
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n');
    return known<ShellStartup>({
      files: lines.flatMap((line) => (line.startsWith('file /') ? [line.slice(5)] : [])),
      printing: lines.flatMap((line) => {
        const groups = /^(?<file>\/.*):(?<line>\d{1,7})$/u.exec(line)?.groups;
        return groups === undefined
          ? []
          : [{ file: groups['file'] ?? '', line: Number(groups['line']) }];
      }),
    });
  },
});
