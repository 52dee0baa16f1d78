import { KNOWN_PACKAGES } from '../domain/packages.ts';
import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Packages, parsePackages } from '../parse/packages.ts';

/** Which package manager the host has, and which helper packages are installed. Read for fixes. */
export const packages = defineFact({
  id: 'packages',
  title: 'Installed helper packages',
  as: 'user',
  shares: 'packages',
  // One query for all names; each manager only complains about those that are not installed.
  probe: sh`
    n='${KNOWN_PACKAGES.join(' ')}'
    if command -v apt-get >/dev/null 2>&1; then
      echo manager apt
      dpkg-query -W -f '\${db:Status-Status} \${Package}\n' $n | while read -r s p; do
        [ "$s" = installed ] && echo "+$p"
      done
    elif command -v dnf >/dev/null 2>&1; then
      echo manager dnf
      rpm -q --qf '+%{NAME}\n' $n
    elif command -v zypper >/dev/null 2>&1; then
      echo manager zypper
      rpm -q --qf '+%{NAME}\n' $n
    elif command -v pacman >/dev/null 2>&1; then
      echo manager pacman
      pacman -Qq $n | sed 's/^/+/'
    elif command -v apk >/dev/null 2>&1; then
      echo manager apk
      apk info -e $n | sed 's/^/+/'
    fi
    exit 0
  `,
  parse: ({ stdout }) => known<Packages>(parsePackages(stdout)),
});
