import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** What is on the host of an SSH server, and whether one runs: true without systemd too. */
export interface SshServer {
  /** Programs found. */
  readonly binaries: readonly string[];
  /** Private host keys in /etc/ssh, by name only; `null` when the directory cannot be listed. */
  readonly hostKeys: readonly string[] | null;
  /** Whether a process listens; `null` when the processes of others are hidden. */
  readonly running: boolean | null;
}

/** The SSH server as files and processes. */
export const sshServer = defineFact({
  id: 'sshServer',
  title: 'SSH server',
  as: 'user',
  shares: 'system',
  // The memory of a process that hangs may be locked, and its command line is in there.
  last: true,
  // OpenSSH names its listening process in its title. The anchors keep grep from finding the text of our
  // own probes. Its exit code says nothing: a process that ends meanwhile is an error to it. (mawk, which frames, would
  // end of such an error.)
  probe: sh`
    for p in /usr/sbin/sshd /usr/local/sbin/sshd /usr/bin/sshd /usr/sbin/dropbear /usr/bin/dropbear \
      /run/current-system/sw/bin/sshd; do
      [ ! -e "$p" ] || echo "binary $p"
    done
    if gone /etc/ssh || { [ -r /etc/ssh ] && [ -x /etc/ssh ]; }; then
      echo listed
      for k in /etc/ssh/ssh_host_*_key; do
        [ ! -e "$k" ] || echo "hostkey $k"
      done
    fi
    # With hidepid, process 1 is not there.
    [ ! -r /proc/1/cmdline ] || echo visible
    l=$(grep -lE '^sshd: .*\[listener[]]|^(/[a-z/]+/)?dropbear' /proc/[0-9]*/cmdline)
    [ -z "$l" ] || echo running
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n');
    const after = (word: string): readonly string[] =>
      lines.flatMap((line) => (line.startsWith(`${word} /`) ? [line.slice(word.length + 1)] : []));
    const running = lines.includes('running');
    return known<SshServer>({
      binaries: after('binary'),
      hostKeys: lines.includes('listed') ? after('hostkey') : null,
      running: running || lines.includes('visible') ? running : null,
    });
  },
});
