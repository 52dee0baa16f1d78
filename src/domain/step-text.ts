import type { FollowUp, InstallPackageStep, PackageManager, Step } from '../model/fix.ts';
import { quote } from '../parse/shell.ts';
import { unifiedDiff } from './diff.ts';

/** The command lines that a person would type to do the same; a file's new text is in the diff. */
export function commandsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'run':
      return [line(step, ...step.argv)];
    case 'write-file':
      return [line(step, 'install', '-D', '-m', octal(step.mode), '/dev/stdin', step.path)];
    case 'set-mode':
      return [line(step, 'chmod', octal(step.mode), step.path)];
    case 'enable-unit':
      return [line(step, ...systemctl(step), 'enable', ...(step.now ? ['--now'] : []), step.unit)];
    case 'enable-linger':
      return [line(step, 'loginctl', 'enable-linger', step.user)];
    case 'sysctl':
      return [
        line(step, 'install', '-D', '-m', '644', '/dev/stdin', step.path),
        line(step, 'sysctl', '-w', `${step.key}=${step.value}`),
      ];
    case 'load-module':
      return [
        line(step, 'modprobe', step.module),
        line(step, 'install', '-D', '-m', '644', '/dev/stdin', step.path),
      ];
    case 'install-package':
      return [line(step, ...installArgv(step))];
    case 'allocate-subids':
      return [
        line(
          step,
          'usermod',
          ...step.files.flatMap((file) => ['--add-' + plural(file), range(step)]),
          step.user,
        ),
      ];
  }
}

/** What the step does to a file, as a unified diff; `null` when it writes none. */
export function diffOf(step: Step): string | null {
  if (!('content' in step)) return null;
  return unifiedDiff({ path: step.path, before: step.before, after: step.content });
}

/** What a person would type to take the step back; none when that is not possible. */
export function undoOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'run':
      return step.undoArgv === undefined ? [] : [line(step, ...step.undoArgv)];
    case 'write-file':
      return undoWrite(step);
    case 'set-mode':
      return [line(step, 'chmod', octal(step.before), step.path)];
    case 'enable-unit':
      return undoEnable(step);
    case 'enable-linger':
      return [line(step, 'loginctl', 'disable-linger', step.user)];
    case 'sysctl':
      return [...undoWrite(step), line(step, 'sysctl', '-w', `${step.key}=${step.valueBefore}`)];
    case 'load-module':
      return [...undoWrite(step), line(step, 'modprobe', '-r', step.module)];
    case 'install-package':
      return step.reinstall ? [] : [line(step, ...removeArgv(step))];
    case 'allocate-subids':
      return [
        line(
          step,
          'usermod',
          ...step.files.flatMap((file) => ['--del-' + plural(file), range(step)]),
          step.user,
        ),
      ];
  }
}

/** What a person still has to do, as a sentence. */
export function textOfFollowUp(followUp: FollowUp): string {
  switch (followUp) {
    case 're-login':
      return 'Log out of every session and log in again, so that the new limits count.';
    case 'reboot':
      return 'Reboot the host.';
    case 'system-migrate':
      return 'Run `podman system migrate` as the user when its containers may stop.';
  }
}

/** The program and arguments that install the packages, without asking. */
export function installArgv({
  manager,
  packages,
  reinstall,
}: Pick<InstallPackageStep, 'manager' | 'packages' | 'reinstall'>): readonly [string, ...string[]] {
  const [first, ...rest] = (reinstall ? REINSTALL : INSTALL)[manager];
  return [first, ...rest, ...packages];
}

/** A command line; `sudo` stands before it when root is needed. */
function line({ as }: Pick<Step, 'as'>, ...argv: readonly string[]): string {
  return [...(as === 'root' ? ['sudo'] : []), ...argv].map(quote).join(' ');
}

function systemctl({ manager }: { readonly manager: 'system' | 'user' }): readonly string[] {
  return manager === 'user' ? ['systemctl', '--user'] : ['systemctl'];
}

function octal(mode: number): string {
  return mode.toString(8);
}

function plural(file: 'subuid' | 'subgid'): 'subuids' | 'subgids' {
  return file === 'subuid' ? 'subuids' : 'subgids';
}

function range({ start, count }: { readonly start: number; readonly count: number }): string {
  return `${start}-${start + count - 1}`;
}

function undoWrite(step: Extract<Step, { readonly content: string }>): readonly string[] {
  if (step.before === null) return [line(step, 'rm', step.path)];
  const mode = 'mode' in step ? octal(step.mode) : '644';
  return [
    `printf %s ${quote(step.before)} | ${line(step, 'install', '-m', mode, '/dev/stdin', step.path)}`,
  ];
}

function undoEnable(step: Extract<Step, { readonly kind: 'enable-unit' }>): readonly string[] {
  const disable = step.before.enabled ? [] : [line(step, ...systemctl(step), 'disable', step.unit)];
  const stop =
    step.now && !step.before.active ? [line(step, ...systemctl(step), 'stop', step.unit)] : [];
  return [...disable, ...stop];
}

function removeArgv({ manager, packages }: InstallPackageStep): readonly string[] {
  return [...REMOVE[manager], ...packages];
}

type ArgvByManager = Readonly<Record<PackageManager, readonly [string, ...string[]]>>;

const APT = [
  'apt-get',
  '-y',
  '-q',
  '-o',
  'DPkg::Lock::Timeout=60',
  '-o',
  'Dpkg::Options::=--force-confold',
  '--no-remove',
  '--no-install-recommends',
] as const;

/** Nothing is removed and no file that was edited is replaced; only what is asked for comes along. */
const INSTALL: ArgvByManager = {
  apt: [...APT, 'install'],
  dnf: ['dnf', '-y', '--setopt=exit_on_lock=True', '--setopt=install_weak_deps=False', 'install'],
  zypper: ['zypper', '--non-interactive', 'install', '--no-recommends'],
  pacman: ['pacman', '-S', '--needed', '--noconfirm'],
  apk: ['apk', '--wait', '60', 'add'],
};

const REINSTALL: ArgvByManager = {
  apt: [...APT, '--reinstall', 'install'],
  dnf: ['dnf', '-y', '--setopt=exit_on_lock=True', 'reinstall'],
  zypper: ['zypper', '--non-interactive', 'install', '--force', '--no-recommends'],
  pacman: ['pacman', '-S', '--noconfirm'],
  apk: ['apk', '--wait', '60', 'fix', '--reinstall'],
};

const REMOVE: ArgvByManager = {
  apt: ['apt-get', 'remove'],
  dnf: ['dnf', 'remove'],
  zypper: ['zypper', 'remove'],
  pacman: ['pacman', '-R'],
  apk: ['apk', 'del'],
};
