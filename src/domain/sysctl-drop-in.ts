import type { Effect, Step } from '../model/fix.ts';
import { settingOf, type SysctlFiles } from '../parse/sysctl-files.ts';

export interface WantedSysctl {
  readonly key: string;
  /** As the kernel shows it now. */
  readonly now: string;
  readonly value: string;
  readonly effect: Effect;
  readonly summary: string;
}

/**
 * Sets one key, now and at boot, by a drop-in of its own. systemd and procps sort the files by their
 * names, whatever the directory, and the last one counts (sysctl.d(5)); so the drop-in's name comes
 * after that of the file that sets the key, if another one does.
 */
export function sysctlStep(
  { key, now, value, effect, summary }: WantedSysctl,
  files: SysctlFiles,
): Step {
  const path = dropInPath(key, files);
  const own = files.settings.find((one) => one.path === path);
  return {
    kind: 'sysctl',
    summary,
    as: 'root',
    effect,
    undo: 'exact',
    key,
    value,
    valueBefore: now,
    path,
    content: dropInText(key, value),
    before: own === undefined ? null : dropInText(own.key, own.value),
  };
}

/** Text of a drop-in of ours: one key, so that what it held before is known from its value. */
export function dropInText(key: string, value: string): string {
  return `# Written by podready.\n${key} = ${value}\n`;
}

/** `99-zz-` comes after what distributions and hardening guides use; if not, after the file that does. */
export function dropInPath(key: string, files: SysctlFiles): string {
  const own = `podready-${key.replaceAll('.', '-').replaceAll('_', '-')}.conf`;
  const setter = settingOf(files, key);
  const usual = `99-zz-${own}`;
  const name = setter === undefined ? '' : baseName(setter.path);
  // `_` sorts after the dot of `.conf`, `-` before it.
  const after =
    name.endsWith(own) || name < usual ? usual : `${name.replace(/\.conf$/u, '')}_${own}`;
  return `/etc/sysctl.d/${name.endsWith(own) ? name : after}`;
}

/** /etc/sysctl.conf is applied last by procps: a drop-in does not help against it there. */
export function isOutranked(key: string, files: SysctlFiles): boolean {
  return settingOf(files, key)?.path === '/etc/sysctl.conf';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
