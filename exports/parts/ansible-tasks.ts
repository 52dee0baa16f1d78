import { STANDALONE_LIBRARY, standaloneBody } from '../../src/engine/step-standalone.ts';
import type {
  CreateUserStep,
  EnableLingerStep,
  EnableUnitStep,
  InstallPackageStep,
  LoadModuleStep,
  RunStep,
  Step,
  SysctlStep,
  WriteFileStep,
} from '../../src/model/fix.ts';
import { printable } from '../../src/parse/printable.ts';
import { tagged, type YamlValue } from './yaml.ts';

export type Mapping = Readonly<Record<string, YamlValue>>;

/** One task: the call of its module, and keywords of the task. */
export interface Task {
  /** Nothing: the summary of the step. */
  readonly name?: string;
  readonly does: Mapping;
  /** It only prepares another task: nothing follows from it. */
  readonly isMinor?: true;
}

/** Variables of the play that tasks refer to. */
export const USER = 'podready_user';
const FUNCTIONS = 'podready_functions';

/** The uid of the user, once `lookupTask` was done. */
export const UID = `ansible_facts['getent_passwd'][${USER}][1]`;

/**
 * The tasks that do a step. `register` is a name for the result, which is only theirs. Where no builtin module keeps
 * what the step promises, its shell is run, which says by itself whether it changed anything.
 */
export function tasksOf(step: Step, register: string): readonly Task[] {
  switch (step.kind) {
    case 'write-file':
      return fileTasks(step, step.mode);
    case 'set-mode':
      return [modeTask(step.path, step.mode)];
    case 'run':
      return [runTask(step)];
    case 'enable-unit':
      return [unitTask(step)];
    case 'enable-linger':
      return lingerTasks(step);
    case 'sysctl':
      return sysctlTasks(step, register);
    case 'load-module':
      return moduleTasks(step);
    case 'create-user':
      return [accountTask(step), lookupTask('Look the new account up')];
    default:
      return step.kind === 'install-package' && !step.reinstall
        ? [packageTask(step)]
        : [shellTask(step, register)];
  }
}

/** What tasks that run the shell of a step need in the play; nothing when there is no such task. */
export function variablesFor(steps: readonly Step[]): Mapping {
  const shell = steps.some((step) => tasksOf(step, '').some(({ does }) => 'vars' in does));
  return shell ? { [FUNCTIONS]: unsafe(STANDALONE_LIBRARY) } : {};
}

/** Fails where there is no such user. */
export function lookupTask(name: string): Task {
  const getent = { database: 'passwd', key: `{{ ${USER} }}` };
  return { name, does: { 'ansible.builtin.getent': getent }, isMinor: true };
}

/** Data that Ansible would take for a template is marked as none; all of it is one line where it is a name. */
export function data(text: string): YamlValue {
  return /\{[{%#]/u.test(text) ? unsafe(text) : text;
}

export function label(text: string): YamlValue {
  return data(printable(text));
}

function unsafe(text: string): YamlValue {
  return tagged('!unsafe', text);
}

type NewFile = Pick<WriteFileStep, 'path' | 'content' | 'before'>;

/** Folders that are there keep their mode; the file itself is replaced atomically, and what it was is kept beside it. */
function fileTasks({ path, content, before }: NewFile, mode: number): readonly Task[] {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  return [
    {
      name: `Make ${folder}`,
      does: { 'ansible.builtin.file': { path: data(folder), state: 'directory' } },
      isMinor: true,
    },
    {
      does: {
        'ansible.builtin.copy': {
          dest: data(path),
          content: data(content),
          mode: octal(mode),
          ...(before === null ? {} : { backup: true }),
        },
      },
    },
  ];
}

function modeTask(path: string, mode: number): Task {
  const file = { path: data(path), mode: octal(mode), state: 'file', follow: false };
  return { does: { 'ansible.builtin.file': file } };
}

/** Quoted, so that YAML does not read it as a number. */
function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function runTask({ argv }: RunStep): Task {
  const [program, first = '', second = ''] = argv;
  if (program === 'mkdir' && first === '-p' && argv.length === 3) {
    return {
      does: { 'ansible.builtin.file': { path: data(second), state: 'directory' } },
      isMinor: true,
    };
  }
  if (program === 'chmod' && argv.length === 3) {
    const file = { path: data(second), mode: first.padStart(4, '0') };
    return { does: { 'ansible.builtin.file': file }, isMinor: true };
  }
  const creates = program === 'mknod' ? argv.find((word) => word.startsWith('/')) : undefined;
  const command = {
    argv: argv.map(data),
    ...(creates === undefined ? {} : { creates: data(creates) }),
  };
  return { does: { 'ansible.builtin.command': command } };
}

function unitTask({ manager, unit, now }: EnableUnitStep): Task {
  const systemd = {
    name: data(unit),
    enabled: true,
    ...(now ? { state: 'started' } : {}),
    scope: manager,
  };
  return { does: { 'ansible.builtin.systemd': systemd } };
}

/** logind names the file after the user; the manager has come up when it listens. */
function lingerTasks({ user, uid }: EnableLingerStep): readonly Task[] {
  return [
    {
      does: {
        'ansible.builtin.command': {
          argv: ['loginctl', 'enable-linger', '--', data(user)],
          creates: data(`/var/lib/systemd/linger/${user}`),
        },
      },
    },
    {
      name: `Start the manager of ${user}`,
      does: { 'ansible.builtin.systemd': { name: `user@${uid}.service`, state: 'started' } },
    },
    {
      name: `Wait for the manager of ${user}`,
      does: {
        'ansible.builtin.wait_for': { path: `/run/user/${uid}/systemd/private`, timeout: 45 },
      },
      isMinor: true,
    },
  ];
}

/** Only this key is applied: `sysctl --system` would apply what somebody left for the next boot. */
function sysctlTasks(step: SysctlStep, register: string): readonly Task[] {
  const { key, value } = step;
  const words = value.trim().split(/\s+/u);
  return [
    ...fileTasks(step, 0o644),
    {
      name: `Read ${key}`,
      does: {
        'ansible.builtin.command': { argv: ['sysctl', '-n', data(key)] },
        register,
        changed_when: false,
        check_mode: false,
      },
      isMinor: true,
    },
    {
      name: `Set ${key} to ${words.join(' ')}`,
      does: {
        'ansible.builtin.command': {
          argv: ['sysctl', '-q', '-w', data(`${key}=${words.join(' ')}`)],
        },
        vars: { podready_value: data(words.join(' ')) },
        when: `${register}.stdout.split() != podready_value.split()`,
      },
    },
  ];
}

function moduleTasks(step: LoadModuleStep): readonly Task[] {
  return [
    ...fileTasks(step, 0o644),
    {
      name: `Load ${step.module} now`,
      does: {
        'ansible.builtin.command': {
          argv: ['modprobe', '--', data(step.module)],
          creates: data(`/sys/module/${step.module.replaceAll('-', '_')}`),
        },
      },
    },
  ];
}

/** Without what packages only recommend, as far as the module of the package manager can leave it out. */
function packageTask({ manager, packages }: InstallPackageStep): Task {
  const common = { name: packages.map(data), state: 'present' };
  if (manager === 'apt') {
    return {
      does: { 'ansible.builtin.apt': { ...common, install_recommends: false, lock_timeout: 60 } },
    };
  }
  return manager === 'dnf'
    ? { does: { 'ansible.builtin.dnf': { ...common, install_weak_deps: false } } }
    : { does: { 'ansible.builtin.package': common } };
}

function accountTask({ user, home, shell }: CreateUserStep): Task {
  const account = {
    name: data(user),
    home: data(home),
    shell: data(shell),
    create_home: true,
    password: '*',
    update_password: 'on_create',
  };
  return { does: { 'ansible.builtin.user': account } };
}

/** The shell reads all of it before it runs anything. */
function shellTask(step: Step, register: string): Task {
  return {
    does: {
      'ansible.builtin.command': {
        argv: ['/bin/sh', '-c', 'eval "$(cat)"'],
        stdin: `{{ ${FUNCTIONS} }}{{ podready_step }}`,
      },
      vars: { podready_step: unsafe(standaloneBody(step)) },
      register,
      changed_when: `${register}.stdout == 'changed'`,
    },
  };
}
