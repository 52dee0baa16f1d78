import { removalArgv } from '../domain/step-text.ts';
import type { PackageManager } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import type { RemovePackagesStep } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import { installedFunction, UNATTENDED } from './step-packages.ts';

/**
 * Removes those of the packages that are still there, after a simulation in which nothing else goes. What is
 * only needed by them goes as well where this run brought it, and stays where it did not.
 */
export function removePackagesBody(step: RemovePackagesStep): string {
  const { program, simulate, goes } = DIALECTS[step.manager];
  const names = step.packages.map(quote).join(' ');
  const ours = step.packages.map((name) => `-e ${quote(name)}`).join(' ');
  return sh`
    command -v ${program} >/dev/null 2>&1 || end failed 69 '${program} is not installed'
    ${UNATTENDED}
    ${installedFunction(step.manager)}
    had=$(installed)
    present() { for p; do printf '%s\n' "$had" | grep -xF -e "$p"; done; }
    set -f
    set -- $(present ${names})
    [ $# -gt 0 ] || end already 0 ''
    unlocked ${simulate.join(' ')} "$@" ||
      end refused "$?" "${program} cannot remove $* alone: something else needs them"
    others=$(echo $(printf '%s\n' "$out" | awk '${goes}' | grep -vxF ${ours}))
    [ -z "$others" ] || end refused 1 "${program} would also remove or replace $others"
    begin ''
    unlocked ${removalArgv(step.manager).join(' ')} "$@" || end failed "$?" '${program} did not succeed'
    had=$(installed)
    others=$(present ${names})
    [ -z "$others" ] || end failed 1 "still installed: $others"
    end done 0 ''
  `;
}

interface Dialect {
  readonly program: string;
  /** Prints what would happen, and changes nothing. */
  readonly simulate: readonly string[];
  /** awk(1) program that prints what would go; nothing where the program refuses by itself to remove more. */
  readonly goes: string;
}

const RPM: Dialect = { program: 'rpm', simulate: ['rpm', '-e', '--test'], goes: '' };

const DIALECTS: Readonly<Record<PackageManager, Dialect>> = {
  apt: {
    program: 'apt-get',
    simulate: ['apt-get', '-s', '-o', 'APT::Get::AutomaticRemove=false', 'remove'],
    goes: '$1 == "Remv" || $1 == "Purg" || $1 == "Inst" { print $2 }',
  },
  dnf: RPM,
  zypper: RPM,
  pacman: { program: 'pacman', simulate: ['pacman', '-R', '--print'], goes: '' },
  apk: {
    program: 'apk',
    simulate: ['apk', '--simulate', 'del'],
    goes: '$2 == "Purging" || $2 == "Installing" || $2 == "Replacing" { print $3 }',
  },
};
