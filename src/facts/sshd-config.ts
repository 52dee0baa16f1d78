import { absent, defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseRecords } from '../parse/records.ts';
import { parseSshdConfig, type SshdConfig } from '../parse/sshd-config.ts';

/** Configuration of sshd, as far as an ordinary user may read it. Red Hat ships it with mode 0600. */
export const sshdConfig = defineFact({
  id: 'sshdConfig',
  title: 'Configuration of sshd',
  as: 'user',
  shares: 'system',
  // SUSE keeps the shipped file below /usr/etc. Include patterns are expanded as sshd does: relative
  // to /etc/ssh. They are words of an administrator's file, and only globbed, never evaluated.
  probe: sh`
    m=/etc/ssh/sshd_config
    if gone "$m" && [ -e /usr/etc/ssh/sshd_config ]; then m=/usr/etc/ssh/sshd_config; fi
    included() {
      for p; do
        p=\${p#=} p=\${p%'${'\r'}'}
        while :; do
          case $p in *[\"\']*) p=\${p%%[\"\']*}\${p#*[\"\']} ;; *) break ;; esac
        done
        case $p in
          '') continue ;;
          /*) ;;
          *) p=/etc/ssh/$p ;;
        esac
        d=\${p%/*}
        if [ -d "$d" ] && { [ ! -r "$d" ] || [ ! -x "$d" ]; }; then echo "hidden $d"; fi
        i="$i $p"
      done
    }
    i=
    set -f
    if [ -r "$m" ] && [ -f "$m" ]; then
      while read -r k v || [ -n "$k" ]; do
        case $k in
          [Ii][Nn][Cc][Ll][Uu][Dd][Ee]) included $v ;;
          [Ii][Nn][Cc][Ll][Uu][Dd][Ee]=*) included "\${k#*=}" $v ;;
        esac
      done <"$m"
    fi
    set +f
    set -- "$m"
    for f in $i; do [ ! -e "$f" ] || set -- "$@" "$f"; done
    show_all "$@"
  `,
  parse({ stdout }) {
    const files = parseRecords(stdout);
    const [main] = files;
    if (main === undefined) return unreadable('malformed', 'no record of sshd_config was printed');
    if (main.status === 'absent') return absent(`${main.path} does not exist`);
    if (main.status !== 'ok') {
      return unreadable('denied', `${main.path} is not readable by this user; root can read it`);
    }
    const hidden = stdout
      .split('\n')
      .flatMap((line) => /^hidden (?<path>\/.*)$/u.exec(line)?.groups?.['path'] ?? []);
    return known<SshdConfig>(parseSshdConfig(main, files.slice(1), hidden));
  },
});
