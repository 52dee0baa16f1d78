import type { RepairStep, RunStep, Step, StepBase } from '../model/fix.ts';
import type { RecordedStep, Seen } from '../model/journal.ts';
import { isAccountStep } from './account-steps.ts';

/** A step that takes another one back, or why there is none. */
export type TakenBack = { readonly step: Step } | { readonly because: string };

export interface UndoOptions {
  /** Id of the run that is taken back. */
  readonly run: string;
  /** The fix was named: also what is in use. */
  readonly named: boolean;
}

type Done = Pick<RecordedStep, 'index' | 'seen'> & { readonly step: RepairStep };

/** The inverse of one step, given what the host was before it. */
export function takeBack({ step, index, seen }: Done, { run, named }: UndoOptions): TakenBack {
  const { as, guard } = step;
  const guarded = guard === undefined ? {} : { guard };
  const base = { as, effect: 'safe', undo: 'none', undoes: { run, index }, ...guarded } as const;
  if (isAccountStep(step)) return takeBackAccount(step, seen, base, named);
  switch (step.kind) {
    case 'run':
      return takeBackRun(step, base);
    case 'write-file':
      return takeBackFile(step, seen, base);
    case 'set-mode': {
      const { path, mode, before } = step;
      const summary = `Give ${path} its mode ${before.toString(8)} back`;
      return { step: { ...base, kind: 'set-mode', summary, path, mode: before, before: mode } };
    }
    case 'sysctl':
      return takeBackSysctl(step, seen, base);
    case 'load-module':
      return takeBackModule(step, seen, base);
    case 'enable-unit':
      return takeBackUnit(step, seen, base);
    case 'enable-linger':
      return takeBackLinger(step, seen, base, named);
    case 'install-package':
      return takeBackPackages(step, seen, base);
    case 'allocate-subids':
      return takeBackSubids(step, seen, base, named);
  }
}

/** A step that only lets something read its files again; it is taken back by itself, after the files. */
export function isReload(step: RepairStep): boolean {
  return step.kind === 'run' && same(step.argv, step.undoArgv);
}

type Base = Omit<StepBase, 'summary'>;

type StepOf<Kind extends RepairStep['kind']> = Extract<RepairStep, { readonly kind: Kind }>;

function takeBackModule(step: StepOf<'load-module'>, seen: Done['seen'], base: Base): TakenBack {
  const { module } = step;
  const unload = seen.get('loaded') === 'no';
  const summary = unload
    ? `Unload ${module}, and do not load it at boot`
    : `Do not load ${module} at boot; it was loaded before, and stays`;
  const restored = { ...restoredFile(step, seen), module, unload };
  return { step: { ...base, kind: 'unload-module', summary, ...restored } };
}

/** What fixes take back by a program. Nothing else is run, whatever a journal says. */
const INVERSES: readonly (readonly RegExp[])[] = [
  [/^systemctl$/u, /^daemon-reload$/u],
  [/^systemctl$/u, /^--user$/u, /^daemon-reload$/u],
  [/^chmod$/u, /^[0-7]{1,4}$/u, /^\/dev\/net\/tun$/u],
  [/^rm$/u, /^\/dev\/net\/tun$/u],
  [/^ufw$/u, /^delete$/u, /^allow$/u, /^\d{1,5}\/tcp$/u],
  [/^firewall-cmd$/u, /^--zone=[\w-]+$/u, /^--remove-port=\d{1,5}\/tcp$/u],
  [/^firewall-cmd$/u, /^--permanent$/u, /^--zone=[\w-]+$/u, /^--remove-port=\d{1,5}\/tcp$/u],
  [/^chmod$/u, /^[0-7]{1,4}$/u, /^\/dev\/fuse$/u],
  [/^mount$/u, /^--make-rprivate$/u, /^\/$/u],
  [
    ...[/^semanage$/u, /^fcontext$/u, /^-d$/u, /^-e$/u, /^\/var\/lib\/containers\/storage$/u],
    /^(?:\/[\w@+-][\w.@+-]*){2,}$/u,
  ],
  [
    ...[/^systemd-run$/u, /^--quiet$/u, /^--wait$/u, /^--collect$/u],
    ...[/^--slice=user-\d{1,10}\.slice$/u, /^true$/u],
  ],
  [/^apparmor_parser$/u, /^-R$/u, /^\/etc\/apparmor\.d\/\w[\w.-]*$/u],
];

/** Only as the user, whose files these are. */
const INVERSES_OF_USER: readonly (readonly RegExp[])[] = [
  [/^chmod$/u, /^[0-7]{1,4}$/u, /^\/.+$/u],
  [/^rm$/u, /^-f$/u, /^\/.+\/\.config\/systemd\/user\/default\.target\.wants\/[^/]+$/u],
];

function takeBackRun({ summary, argv, undoArgv }: RunStep, base: Base): TakenBack {
  if (undoArgv === undefined) return { because: 'it cannot be taken back' };
  const allowed = base.as === 'user' ? [...INVERSES, ...INVERSES_OF_USER] : INVERSES;
  const isKnown = allowed.some(
    (words) =>
      words.length === undoArgv.length && words.every((word, at) => word.test(undoArgv[at] ?? '')),
  );
  if (!isKnown) return { because: `podready takes nothing back by ${undoArgv.join(' ')}` };
  const text = same(argv, undoArgv) ? summary : `Take back: ${summary}`;
  // Its guard has to know what takes the undo back.
  const again = base.guard === undefined ? {} : { undoArgv: argv };
  return { step: { ...base, kind: 'run', summary: text, argv: undoArgv, ...again } };
}

function same(a: readonly string[], b: readonly string[] | undefined): boolean {
  return a.length === b?.length && a.every((word, at) => word === b[at]);
}

function takeBackFile(step: StepOf<'write-file'>, seen: Seen, base: Base): TakenBack {
  const { path, content, before, mode } = step;
  if (before === null) {
    const summary = `Remove ${path}, which did not exist before`;
    return { step: { ...base, kind: 'remove-file', summary, ...restoredFile(step, seen) } };
  }
  const summary = `Give ${path} its old text back`;
  const restored = { path, content: before, before: content, mode };
  return { step: { ...base, kind: 'write-file', summary, ...restored } };
}

function takeBackSysctl(step: StepOf<'sysctl'>, seen: Seen, base: Base): TakenBack {
  const { key, value, valueBefore } = step;
  // Somebody else may have set it between the plan and the step: that is not ours to take back.
  const wasSet = seen.get('value') === spaced(value).replaceAll(' ', ',');
  const restored = wasSet ? value : valueBefore;
  const summary = wasSet
    ? `Take back the drop-in of ${key}, which keeps its value ${spaced(value)}`
    : `Set ${key} back to ${spaced(valueBefore)}`;
  const file = restoredFile(step, seen);
  const values = { key, value: restored, valueBefore: value };
  return { step: { ...base, kind: 'restore-sysctl', summary, ...file, ...values } };
}

function spaced(value: string): string {
  return value.trim().replaceAll(/\s+/gu, ' ');
}

function restoredFile(
  { path, content, before }: StepOf<'write-file' | 'sysctl' | 'load-module'>,
  seen: Seen,
): { path: string; content: string | null; before: string; folders: number } {
  return { path, content: before, before: content, folders: foldersIn(seen) };
}

/** A path of more folders is none of ours. */
function foldersIn(seen: Seen): number {
  return Math.min(Number(/^\d+$/u.exec(seen.get('folders') ?? '')?.[0] ?? 0), 8);
}

function takeBackUnit(step: StepOf<'enable-unit'>, seen: Seen, base: Base): TakenBack {
  const { manager, unit, now, before } = step;
  const disable = !(seen.has('enabled') ? seen.get('enabled') === 'yes' : before.enabled);
  const stop = now && !(seen.has('active') ? seen.get('active') === 'yes' : before.active);
  if (!disable && !stop) return { because: 'it was enabled and active before' };
  const words = [disable ? 'disable' : '', stop ? 'stop' : ''].filter((word) => word !== '');
  const whose = manager === 'user' ? 'of the user' : 'of the system';
  const summary = capitalised(`${words.join(' and ')} ${unit} ${whose}`);
  const effect = stop ? 'disruptive' : 'safe';
  return {
    step: { ...base, effect, kind: 'disable-unit', summary, manager, unit, disable, stop },
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function takeBackLinger(
  { user, uid }: StepOf<'enable-linger'>,
  seen: Seen,
  base: Base,
  named: boolean,
): TakenBack {
  if (seen.get('linger') === 'yes') return { because: `${user} lingered before` };
  const summary = `Disable linger for ${user}: what runs for ${user} ends with the last session`;
  const step = { kind: 'disable-linger', summary, user, uid, inUse: named } as const;
  return { step: { ...base, ...step, effect: 'disruptive' } };
}

function takeBackPackages(
  { manager, reinstall }: StepOf<'install-package'>,
  seen: Seen,
  base: Base,
): TakenBack {
  if (reinstall) return { because: 'a package that was damaged is not damaged again' };
  const [first, ...rest] = (seen.get('installed') ?? '').split(',').filter((name) => isName(name));
  if (first === undefined) return { because: 'the journal does not say which packages came' };
  const were = rest.length === 0 ? 'was' : 'were';
  const summary = `Remove ${[first, ...rest].join(', ')}, which ${were} not installed before`;
  const packages = [first, ...rest] as const;
  return {
    step: { ...base, effect: 'disruptive', kind: 'remove-packages', summary, manager, packages },
  };
}

/** No option, and nothing that a shell or a package manager takes for a pattern. */
function isName(name: string): boolean {
  return /^[A-Za-z\d][\w.+:~@-]*$/u.test(name);
}

function takeBackSubids(
  step: StepOf<'allocate-subids'>,
  seen: Seen,
  base: Base,
  named: boolean,
): TakenBack {
  const { user, start, count } = step;
  const added = seen.get('files')?.split(',');
  const files = step.files.filter((file) => added?.includes(file) !== false);
  if (files.length === 0) return { because: 'the lines were there before' };
  const where = files.map((file) => `/etc/${file}`).join(' and ');
  const summary = `Take ids ${start}-${start + count - 1} of ${user} out of ${where}: files that have them can no longer be reached`;
  const what = { user, start, count, files, inUse: named };
  return { step: { ...base, effect: 'disruptive', kind: 'release-subids', summary, ...what } };
}

function takeBackAccount(
  step: StepOf<'create-user' | 'authorize-key'>,
  seen: Seen,
  base: Base,
  named: boolean,
): TakenBack {
  return step.kind === 'create-user'
    ? takeBackUser(step, seen, base, named)
    : takeBackKey(step, seen, base);
}

/** Without the uid that the account was given nobody can say that it is still the same one. */
function takeBackUser(
  { user, home }: StepOf<'create-user'>,
  seen: Seen,
  base: Base,
  named: boolean,
): TakenBack {
  const uid = Number(/^[1-9]\d{0,9}$/u.exec(seen.get('uid') ?? '')?.[0]);
  if (Number.isNaN(uid)) return { because: 'the journal does not say which uid the account got' };
  const summary = named
    ? `Remove the account ${user}; ${home} goes too where it is as a new one, and stays otherwise`
    : `Remove the account ${user} and ${home}, if nothing runs as ${user} and nothing was put there`;
  const step = { kind: 'remove-user', summary, user, uid, home, inUse: named } as const;
  return { step: { ...base, ...step, effect: 'disruptive' } };
}

function takeBackKey({ key }: StepOf<'authorize-key'>, seen: Seen, base: Base): TakenBack {
  const summary = 'Take the key out of ~/.ssh/authorized_keys';
  const created = seen.get('file') === 'no';
  const folders = created ? foldersIn(seen) : 0;
  return { step: { ...base, kind: 'withdraw-key', summary, key, created, folders } };
}
