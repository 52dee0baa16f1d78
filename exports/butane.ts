import {
  type ExportedPlan,
  type ExportedUser,
  type Exporter,
  exported,
  type Inexpressible,
} from '../src/model/exporter.ts';
import type {
  EnableUnitStep,
  RunStep,
  SetModeStep,
  Step,
  WriteFileStep,
} from '../src/model/fix.ts';
import { headOf } from './parts/head.ts';
import { octal, yamlDocument, type YamlValue } from './parts/yaml.ts';

const USAGE = [
  'It is for a new machine, and nothing of it is repeated later: butane --strict FILE makes an Ignition config of it.',
  'Files are there before systemd first starts, so that it has nothing to read again.',
];

/** A Butane config, variant fcos 1.5.0. A plan of which one step cannot be expressed is not exported. */
export const butane: Exporter = {
  title: 'Butane config (Fedora CoreOS)',
  export(plan) {
    const all = plan.fixes.flatMap((fix) =>
      fix.steps.map((step) => ({ fix: fix.id, step, part: partOf(step, plan.user) })),
    );
    const [first, ...rest] = all.flatMap(({ fix, step, part }): readonly Inexpressible[] =>
      typeof part === 'string' ? [{ fix, step: step.summary, because: part }] : [],
    );
    if (first !== undefined) return { outcome: 'inexpressible', steps: [first, ...rest] };
    const parts = all.flatMap(({ part }) => (typeof part === 'string' ? [] : [part]));
    return exported(yamlDocument(documentOf(plan, parts), headOf(plan, USAGE)));
  },
};

type Mapping = Readonly<Record<string, YamlValue>>;

/** What one step adds to the config. */
interface Part {
  readonly directories?: readonly Mapping[];
  readonly files?: readonly Mapping[];
  readonly links?: readonly Mapping[];
  readonly units?: readonly Mapping[];
  readonly account?: Mapping;
  readonly key?: string;
}

function documentOf({ user }: ExportedPlan, parts: readonly Part[]): YamlValue {
  const storage = {
    ...list('directories', unique(parts.flatMap(({ directories = [] }) => directories))),
    ...list(
      'files',
      parts.flatMap(({ files = [] }) => files),
    ),
    ...list(
      'links',
      parts.flatMap(({ links = [] }) => links),
    ),
  };
  const units = parts.flatMap((part) => part.units ?? []);
  const keys = parts.flatMap(({ key }) => key ?? []);
  const account = parts.find((part) => part.account !== undefined)?.account;
  const users =
    account === undefined && keys.length === 0
      ? []
      : [{ name: user.name, ...account, ...list('ssh_authorized_keys', keys) }];
  return {
    variant: 'fcos',
    version: '1.5.0',
    ...(users.length === 0 ? {} : { passwd: { users } }),
    ...(Object.keys(storage).length === 0 ? {} : { storage }),
    ...(units.length === 0 ? {} : { systemd: { units } }),
  };
}

function list(name: string, values: readonly YamlValue[]): Mapping {
  return values.length === 0 ? {} : { [name]: values };
}

/** Every path has to be unique. */
function unique(directories: readonly Mapping[]): readonly Mapping[] {
  return [...new Map(directories.map((one) => [one['path'], one])).values()];
}

/** What a step adds, or one sentence on why nothing in a config says that. */
function partOf(step: Step, user: ExportedUser): Part | string {
  switch (step.kind) {
    case 'write-file':
      return step.as === 'root' ? { files: [fileOf(step, step.mode)] } : ownFile(step, user);
    case 'sysctl':
    case 'load-module':
      return { files: [fileOf(step, 0o644)] };
    case 'set-mode':
      return modePart(step);
    case 'enable-unit':
      return unitPart(step, user);
    case 'enable-linger':
      return { files: [{ path: `/var/lib/systemd/linger/${step.user}`, mode: octal(0o644) }] };
    case 'create-user':
      return { account: { home_dir: step.home, shell: step.shell } };
    case 'authorize-key':
      return { key: step.key };
    case 'run':
      return runPart(step);
    default:
      return REASONS[step.kind] ?? 'a config cannot say that';
  }
}

const REASONS: Readonly<Partial<Record<Step['kind'], string>>> = {
  'install-package': 'a config installs no packages; make them part of the image',
  'allocate-subids':
    'which ids are free is not known before the machine is there; useradd, by which Ignition adds users, delegates a range by itself',
};

function fileOf(
  { path, content, before }: Pick<WriteFileStep, 'path' | 'content' | 'before'>,
  mode: number,
): Mapping {
  const overwrite = before === null ? {} : { overwrite: true };
  return { path, ...overwrite, mode: octal(mode), contents: { inline: content } };
}

/** Ignition makes missing folders as root, so that those below the home are named. */
function ownFile(step: WriteFileStep, user: ExportedUser): Part | string {
  const directories = ownFolders(step.path, user);
  if (directories === null) return NO_HOME;
  return { directories, files: [{ ...fileOf(step, step.mode), ...owner(user) }] };
}

const NO_HOME = 'it is not below a home that is known';

function ownFolders(path: string, user: ExportedUser): readonly Mapping[] | null {
  const { home } = user;
  if (home === null || !path.startsWith(`${home}/`)) return null;
  const names = path.slice(home.length + 1).split('/');
  return names.slice(0, -1).map((_, at) => ({
    path: `${home}/${names.slice(0, at + 1).join('/')}`,
    mode: octal(0o700),
    ...owner(user),
  }));
}

function owner({ name }: ExportedUser): Mapping {
  return { user: { name } };
}

/** What is below /usr is the image's, and cannot be changed. */
function modePart({ path, mode }: SetModeStep): Part | string {
  return path.startsWith('/etc/')
    ? { files: [{ path, mode: octal(mode) }] }
    : `${path} belongs to the image, which cannot be changed`;
}

/** Only the manager itself knows from where else a unit of the user is wanted. */
function unitPart({ manager, unit }: EnableUnitStep, user: ExportedUser): Part | string {
  if (manager === 'system') return { units: [{ name: unit, enabled: true }] };
  if (unit !== 'podman.socket') return `which target wants ${unit} is not known`;
  const path = `${user.home ?? ''}/.config/systemd/user/sockets.target.wants/${unit}`;
  const directories = ownFolders(path, user);
  if (directories === null) return NO_HOME;
  return {
    directories,
    links: [{ path, target: `/usr/lib/systemd/user/${unit}`, ...owner(user) }],
  };
}

function runPart({ argv }: RunStep): Part | string {
  return argv[0] === 'systemctl' && argv.at(-1) === 'daemon-reload'
    ? {}
    : `a config runs no programs (${argv.join(' ')})`;
}
