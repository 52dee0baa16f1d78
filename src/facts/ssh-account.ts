import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** What decides on the host, beside keys, whether the target user may log in. */
export interface SshAccount {
  readonly shell: string;
  readonly shellStatus: 'ok' | 'absent' | 'not-executable';
  /** Whether /etc/shells lists it. */
  readonly shellListed: boolean;
  /** Files that keep everybody but root out: nologin(5). */
  readonly nologin: readonly string[];
  /** PAM files with pam_shells, which refuses a shell that /etc/shells does not list. */
  readonly pamShells: readonly string[];
  /** PAM files with pam_systemd, which registers the session with logind. */
  readonly pamSystemd: readonly string[];
  /** The module that these name; empty when it is not installed. */
  readonly pamSystemdModule: string;
  /** Whether the directory with the PAM files could be read. */
  readonly pamReadable: boolean;
}

/** Shell, nologin files and PAM stacks. */
export const sshAccount = defineFact({
  id: 'sshAccount',
  title: 'Account and PAM',
  as: 'user',
  shares: 'names',
  probe: sh`
    s=\${PR_SHELL:-/bin/sh}
    printf 'shell %s\n' "$s"
    if [ ! -e "$s" ]; then echo shell-absent; elif [ ! -x "$s" ]; then echo shell-mode; fi
    if [ -r /etc/shells ]; then
      while IFS= read -r l; do [ "$l" != "$s" ] || echo shell-listed; done </etc/shells
    fi
    for f in /etc/nologin /run/nologin; do [ ! -e "$f" ] || echo "nologin $f"; done
    for d in /usr/lib/*/security /lib/*/security /usr/lib64/security /usr/lib/security /lib/security \
      /lib64/security /run/current-system/sw/lib/security; do
      [ ! -e "$d/pam_systemd.so" ] || echo "module $d/pam_systemd.so"
    done
    if [ -r /etc/pam.d ] && [ -x /etc/pam.d ]; then
      echo pam
      hits %f:%t '^[^#]*(pam_systemd|pam_shells)[.]so' /etc/pam.d/*
    fi
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n');
    const after = (word: string): readonly string[] =>
      lines.flatMap((line) => (line.startsWith(`${word} /`) ? [line.slice(word.length + 1)] : []));
    const pam = (name: string): readonly string[] =>
      lines.flatMap((line) => {
        const [path = '', rule = ''] = line.split(/:(.*)/su);
        return path.startsWith('/etc/pam.d/') && rule.replace(/#.*/su, '').includes(`${name}.so`)
          ? [path]
          : [];
      });
    return known<SshAccount>({
      shell: after('shell')[0] ?? '',
      shellStatus: shellStatus(lines),
      shellListed: lines.includes('shell-listed'),
      nologin: after('nologin'),
      pamShells: pam('pam_shells'),
      pamSystemd: pam('pam_systemd'),
      pamSystemdModule: after('module')[0] ?? '',
      pamReadable: lines.includes('pam'),
    });
  },
});

function shellStatus(lines: readonly string[]): SshAccount['shellStatus'] {
  if (lines.includes('shell-absent')) return 'absent';
  return lines.includes('shell-mode') ? 'not-executable' : 'ok';
}
