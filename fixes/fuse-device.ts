import { moduleStep } from '../src/domain/module-step.ts';
import { blocked, change, defineFix, noop } from '../src/model/fix.ts';

const NODE = '/dev/fuse';

/** The node lives in devtmpfs: at boot udev makes it again, with mode 0666 (50-udev-default.rules). */
export const fuseDevice = defineFix({
  meta: {
    id: 'fuse-device',
    title: 'Let users open /dev/fuse',
    description:
      'Loads the kernel module fuse, now and at boot, and gives /dev/fuse the mode that udev gives it: fuse-overlayfs mounts by it.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://docs.kernel.org/filesystems/fuse/fuse.html'],
  },
  requires: ['storage', 'kernelModules'],
  plan({ storage, kernelModules }) {
    if (storage.state === 'absent') return blocked(storage.because);
    const { fuse, fuseMode } = storage.value;
    if (fuse === 'absent') {
      if (kernelModules.state === 'absent') return blocked(kernelModules.because);
      const step = moduleStep(kernelModules.value, 'fuse');
      if (!('outcome' in step)) return change([step]);
      return step.outcome === 'noop' ? blocked(`${step.because}, and ${NODE} is not there`) : step;
    }
    if (fuse !== 'denied') return noop(`the user may use ${NODE}, or nobody can tell`);
    if (fuseMode === null) return blocked(`the mode of ${NODE} cannot be read`);
    if ((fuseMode & 0o006) === 0o006) {
      return blocked(`${NODE} has the right mode; something else forbids it`);
    }
    return change([
      {
        kind: 'run',
        summary: `Let users open ${NODE}`,
        as: 'root',
        effect: 'safe',
        undo: 'exact',
        argv: ['chmod', '666', NODE],
        undoArgv: ['chmod', fuseMode.toString(8), NODE],
      },
    ]);
  },
});
