import { sliceEvidence } from '../../src/domain/slice-settings.ts';
import { MEMORY_NEEDED } from '../../src/domain/user-limits.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** The kernel kills what exceeds it without a word to the user. */
export const sliceMemory = defineCheck({
  meta: {
    id: 'slice-memory',
    area: 'limit',
    title: 'The user may use enough memory',
    failureTitle: 'The user may use very little memory',
    description:
      'All processes and containers of the user share this limit; the kernel kills the first that exceeds it, often the user manager or the container.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F163'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html'],
    messages: { low: '{{slice}} may use {{mebibytes}} MiB of memory.' },
    commands: {
      low: [
        'systemctl show {{slice}} -p MemoryMax -p MemoryCurrent -p DropInPaths',
        'sudo systemctl set-property {{slice}} MemoryMax=infinity',
      ],
    },
    fixes: ['slice-limits'],
  },
  requires: ['user', 'limits'],
  consults: ['sliceSettings'],
  evaluate({ user, limits, sliceSettings }) {
    if (user.state !== 'known') return unknown(user.because);
    if (limits.state !== 'known') return unknown(limits.because);
    const { maxMemory } = limits.value.slice;
    if (maxMemory === null) return notApplicable('the slice of the user has no memory controller');
    if (maxMemory >= MEMORY_NEEDED) return pass;
    const slice = `user-${user.value.uid}.slice`;
    const mebibytes = Math.floor(maxMemory / 1024 / 1024);
    return fail(
      'low',
      { slice, mebibytes },
      {
        kind: 'kernel',
        where: `/sys/fs/cgroup/user.slice/${slice}/memory.max`,
        found: `${maxMemory}`,
        expected: `${MEMORY_NEEDED} or more`,
      },
      ...(sliceSettings.state === 'known' ? sliceEvidence(sliceSettings.value, 'MemoryMax') : []),
    );
  },
});
