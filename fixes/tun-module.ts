import { moduleStep } from '../src/domain/module-step.ts';
import type { TunDevice } from '../src/facts/tun-device.ts';
import { valueOr } from '../src/model/fact.ts';
import {
  blocked,
  change,
  defineFix,
  manual,
  noop,
  type Plan,
  type Step,
} from '../src/model/fix.ts';

const NODE = '/dev/net/tun';

/** The node lives in devtmpfs: at boot udev makes it again, with mode 0666 (50-udev-default.rules). */
export const tunModule = defineFix({
  meta: {
    id: 'tun-module',
    title: 'Let users open /dev/net/tun',
    description:
      'Loads the kernel module tun, now and at boot, and gives /dev/net/tun the mode that udev gives it.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://docs.kernel.org/networking/tuntap.html'],
  },
  requires: ['tunDevice', 'kernelModules'],
  plan({ tunDevice, kernelModules }) {
    if (tunDevice.state === 'absent') return blocked(tunDevice.because);
    const tun = tunDevice.value;
    const { node, hasDriver } = tun;
    if (node === undefined || node.status === 'denied') return blocked('/dev/net cannot be read');
    if (node.status === 'ok' && node.type !== 'char') {
      return manual(
        `${NODE} is a ${node.type}, not a device`,
        `sudo rm ${NODE}`,
        'sudo udevadm trigger',
      );
    }
    const modules = valueOr(kernelModules, undefined);
    if (!hasDriver && (node.status === 'absent' || tun.isLoadable === false)) {
      if (modules === undefined) return blocked('the modules of the kernel cannot be read');
      const step = moduleStep(modules, 'tun');
      return 'outcome' in step ? asObstacle(step) : change([step]);
    }
    return planNode(tun, node.mode);
  },
});

/** The kernel has the driver, or loads it when somebody opens the node. */
function planNode({ node, isPermitted, opens, complaint }: TunDevice, mode: number | null): Plan {
  if (node?.status === 'absent') return change(MAKE);
  if (mode === null) return blocked(`the mode of ${NODE} cannot be read`);
  // A group or an ACL may let this user, whatever the mode says for others.
  if (!isPermitted && (mode & 0o006) !== 0o006) {
    return change([
      run(`Let users open ${NODE}`, ['chmod', '666', NODE], ['chmod', mode.toString(8), NODE]),
    ]);
  }
  return opens === false || !isPermitted
    ? blocked(`${NODE} has the right mode; something else forbids it (${complaint})`)
    : noop(`users can open ${NODE}`);
}

/** `present` in the list of modules, and no driver: the two facts do not fit. */
function asObstacle(plan: Plan): Plan {
  return plan.outcome === 'noop' ? blocked(`${plan.because}, and ${NODE} has no driver`) : plan;
}

function run(
  summary: string,
  argv: readonly [string, ...string[]],
  undoArgv: readonly [string, ...string[]],
): Step {
  return { kind: 'run', summary, as: 'root', effect: 'safe', undo: 'exact', argv, undoArgv };
}

/** Major 10, minor 200 (devices.txt of the kernel). */
const MAKE: readonly [Step, ...Step[]] = [
  {
    kind: 'run',
    summary: 'Make the folder of the device',
    as: 'root',
    effect: 'safe',
    undo: 'none',
    argv: ['mkdir', '-p', '/dev/net'],
  },
  run(`Make ${NODE}`, ['mknod', '-m', '666', NODE, 'c', '10', '200'], ['rm', NODE]),
];
