import type {
  AllocateSubidsStep,
  FollowUp,
  InstallPackageStep,
  PackageManager,
  Step,
} from '../model/fix.ts';
import type { ReleaseSubidsStep, RestoredFile, UndoStep } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import { type AccountStep, isAccountStep, useraddArgv } from './account-steps.ts';
import { unifiedDiff } from './diff.ts';

/** The command lines that a person would type to do the same; a file's new text is in the diff. */
export function commandsOf(step: Step): readonly string[] {
  return [...ownCommandsOf(step), ...(step.guard === 'sshd' ? reloadSshd(step) : [])];
}

/** The name of the unit is that of the distribution. */
function reloadSshd(step: Step): readonly string[] {
  const [debian, others] = ['ssh', 'sshd'].map((unit) => line(step, 'systemctl', 'reload', unit));
  return [line(step, 'sshd', '-t'), `${debian} || ${others}`];
}

function ownCommandsOf(step: Step): readonly string[] {
  if (isAccountStep(step)) return accountCommandsOf(step);
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
      return [line(step, 'usermod', ...subidOptions('add', step), step.user)];
    default:
      return undoCommandsOf(step);
  }
}

function undoCommandsOf(step: Exclude<UndoStep, AccountStep>): readonly string[] {
  switch (step.kind) {
    case 'remove-file':
      return restoreCommands(step);
    case 'restore-sysctl':
      return [line(step, 'sysctl', '-w', `${step.key}=${step.value}`), ...restoreCommands(step)];
    case 'unload-module':
      return [
        ...(step.unload ? [line(step, 'modprobe', '-r', step.module)] : []),
        ...restoreCommands(step),
      ];
    case 'disable-unit':
      return [
        ...(step.disable ? [line(step, ...systemctl(step), 'disable', step.unit)] : []),
        ...(step.stop ? [line(step, ...systemctl(step), 'stop', step.unit)] : []),
      ];
    case 'disable-linger':
      return [line(step, 'loginctl', 'disable-linger', step.user)];
    case 'remove-packages':
      return [line(step, ...removalArgv(step.manager), ...step.packages)];
    // Without a prefix usermod deletes none while the user has any process.
    case 'release-subids':
      return [line(step, 'usermod', '--prefix', '//', ...subidOptions('del', step), step.user)];
  }
}

function accountCommandsOf(step: AccountStep): readonly string[] {
  switch (step.kind) {
    case 'create-user':
      return [line(step, ...useraddArgv(step))];
    case 'authorize-key':
      return [`echo ${quote(step.key)} >>~/.ssh/authorized_keys`];
    case 'remove-user':
      return [line(step, 'userdel', ...(step.inUse ? [] : ['--remove']), step.user)];
    case 'withdraw-key':
      return [`sed -i ${quote(`\\|^${step.key}$|d`)} ~/.ssh/authorized_keys`];
  }
}

function restoreCommands(step: UndoStep & RestoredFile): readonly string[] {
  return step.content === null
    ? [line(step, 'rm', step.path)]
    : [line(step, 'install', '-m', '644', '/dev/stdin', step.path)];
}

/** What the step does to a file, as a unified diff; `null` when it writes none. */
export function diffOf(step: Step): string | null {
  if (!('content' in step)) return null;
  return unifiedDiff({ path: step.path, before: step.before, after: step.content });
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

/** The program and arguments that remove packages, without asking; their names follow. */
export function removalArgv(manager: PackageManager): readonly [string, ...string[]] {
  return REMOVE[manager];
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

function subidOptions(
  verb: 'add' | 'del',
  { files, start, count }: AllocateSubidsStep | ReleaseSubidsStep,
): readonly string[] {
  return files.flatMap((file) => [`--${verb}-${file}s`, `${start}-${start + count - 1}`]);
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

const RPM_ERASE = ['rpm', '-e'] as const;

/** Nothing that was there before is taken for no longer needed. */
const REMOVE: ArgvByManager = {
  apt: [
    'apt-get',
    '-y',
    '-q',
    '-o',
    'DPkg::Lock::Timeout=60',
    '-o',
    'APT::Get::AutomaticRemove=false',
    'remove',
  ],
  dnf: RPM_ERASE,
  zypper: RPM_ERASE,
  pacman: ['pacman', '-R', '--noconfirm'],
  apk: ['apk', '--wait', '60', 'del'],
};
