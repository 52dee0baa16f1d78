import { DAEMON_RELOAD, startedIn } from '../src/domain/reload-step.ts';
import {
  lowSettings,
  settingOf,
  SLICE_DEFAULTS,
  SLICE_DROP_IN,
  SLICE_KEYS,
  type SliceKey,
} from '../src/domain/slice-settings.ts';
import { valueOr } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** Only what a file says: what somebody wrote into the running control group is gone after a boot anyhow. */
export const sliceLimits = defineFix({
  meta: {
    id: 'slice-limits',
    title: "Raise the limits of the user's slice",
    description:
      'Writes a drop-in for the slice of this user alone, that gives it as much as systemd does by default, in place of limits that are too low for a container. It counts at once.',
    effect: 'loosens',
    gains: 'The user: as many tasks, or as much memory, as systemd gives everybody.',
    after: [],
    since: '0.1.0',
    references: [
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.resource-control.html',
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html',
    ],
  },
  requires: ['user', 'limits', 'sliceSettings', 'sliceDropIn'],
  plan({ user, limits, sliceSettings, sliceDropIn }) {
    if (user.state === 'absent') return blocked(user.because);
    if (limits.state === 'absent') return blocked(limits.because);
    if (sliceSettings.state === 'absent') return blocked(sliceSettings.because);
    const { uid, name } = user.value;
    const slice = `user-${uid}.slice`;
    const low = lowSettings(limits.value);
    if (low.length === 0) return noop(`${slice} has what Podman needs`);
    const show = `systemctl show ${slice} -p ${low.join(' -p ')} -p DropInPaths`;
    for (const key of low) {
      const setting = settingOf(sliceSettings.value, key);
      if (setting === undefined) return manual(`no drop-in of ${slice} sets ${key}`, show);
      if (nameOf(setting.file) > SLICE_DROP_IN) {
        return manual(`${setting.file} counts more than any drop-in of podready`, show);
      }
    }
    const before = valueOr(sliceDropIn, null);
    const content = textOf(SLICE_KEYS.filter((key) => low.includes(key) || has(before, key)));
    // A run that wrote it ended before systemd had read it.
    if (before === content) return change([DAEMON_RELOAD, startedIn(slice)]);
    return change([
      {
        kind: 'write-file',
        summary: `Raise ${low.join(' and ')} of ${slice}, for ${name}`,
        as: 'root',
        effect: 'loosens',
        undo: 'exact',
        path: `/etc/systemd/system/${slice}.d/${SLICE_DROP_IN}`,
        content,
        mode: 0o644,
        before,
      },
      DAEMON_RELOAD,
      startedIn(slice),
    ]);
  },
});

function textOf(keys: readonly SliceKey[]): string {
  const lines = keys.map((key) => `${key}=${SLICE_DEFAULTS[key]}`);
  return `# Written by podready.\n[Slice]\n${lines.join('\n')}\n`;
}

function has(text: string | null, key: SliceKey): boolean {
  return text?.includes(`\n${key}=`) ?? false;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
