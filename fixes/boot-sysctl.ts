import { brokenAtBoot, readAtBoot } from '../src/domain/boot-sysctls.ts';
import { isOutranked, sysctlStep } from '../src/domain/sysctl-drop-in.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';

/** The value of now is what somebody wants; the file that says otherwise stays, and is outranked. */
export const bootSysctl = defineFix({
  meta: {
    id: 'boot-sysctl',
    title: 'Keep kernel keys over the next boot',
    description:
      'Writes a drop-in, after the file that would set the key to a value with which no container starts, for the value that the key has now.',
    effect: 'loosens',
    gains:
      'Everybody whom the file was to keep from making namespaces, or from loading modules, after the next boot; until then they can anyway.',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man5/sysctl.d.5.html'],
  },
  requires: ['init', 'sysctls', 'sysctlFiles'],
  plan({ init, sysctls, sysctlFiles }) {
    if (init.state === 'absent') return blocked(init.because);
    if (sysctls.state === 'absent') return blocked(sysctls.because);
    if (sysctlFiles.state === 'absent') return noop(sysctlFiles.because);
    const files = sysctlFiles.value;
    const broken = brokenAtBoot(sysctls.value, readAtBoot(files, init.value));
    const outranked = broken.find(({ key }) => isOutranked(key, files));
    if (outranked !== undefined) {
      return manual(
        `/etc/sysctl.conf sets ${outranked.key}, and is applied after every drop-in: change its line there`,
        'sudoedit /etc/sysctl.conf',
      );
    }
    // procps applies one file after the other, and what locked modules once stays (sysctl/kernel.rst).
    if (!init.value.systemd && broken.some(({ key }) => key === 'kernel.modules_disabled')) {
      return manual(
        'kernel.modules_disabled cannot be taken back by a later file: change the line that sets it',
      );
    }
    const [first, ...rest] = broken.map(({ key, now, setting }): Step => {
      const value = String(now);
      const summary = `Keep ${key} = ${value}, which ${setting.path} would change`;
      return sysctlStep({ key, now: value, value, effect: 'loosens', summary }, files);
    });
    return first === undefined
      ? noop('the next boot sets no key that stops containers')
      : change([first, ...rest]);
  },
});
