import { moduleStep } from '../src/domain/module-step.ts';
import { blocked, change, defineFix } from '../src/model/fix.ts';

/** The kernel loads it by itself for a mount by root, but not for one in a user namespace. */
export const overlayModule = defineFix({
  meta: {
    id: 'overlay-module',
    title: 'Load the overlay module',
    description:
      'Loads the kernel module overlay, now and at boot, for the storage driver of that name.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://docs.kernel.org/filesystems/overlayfs.html'],
  },
  requires: ['kernelModules'],
  plan({ kernelModules }) {
    if (kernelModules.state === 'absent') return blocked(kernelModules.because);
    const step = moduleStep(kernelModules.value, 'overlay');
    return 'outcome' in step ? step : change([step]);
  },
});
