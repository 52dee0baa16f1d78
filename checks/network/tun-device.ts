import type { TunDevice } from '../../src/facts/tun-device.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import type { Verdict } from '../../src/model/check.ts';

type TunMessage = 'missing' | 'noModule' | 'denied' | 'notDevice' | 'refused';

const EXPECTED = 'a character device with mode 666';

/** Measured: pasta ends with `Failed to open() /dev/net/tun`, and the container does not start. */
export const tunDevice = defineCheck({
  meta: {
    id: 'tun-device',
    area: 'network',
    title: 'Users can open /dev/net/tun',
    failureTitle: 'The user cannot open /dev/net/tun',
    description:
      'pasta and slirp4netns make the network interface of a container from this device; without it containers with the default network do not start.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F006', 'F095'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/networking/tuntap.html',
      'https://github.com/containers/podman/issues/19428',
    ],
    messages: {
      missing: '/dev/net/tun does not exist.',
      noModule:
        '/dev/net/tun has no driver: the kernel has not loaded the module tun and modprobe does not find it.',
      denied: '/dev/net/tun has mode {{mode}} and owner {{uid}}: {{user}} may not open it.',
      notDevice: '/dev/net/tun is a {{type}}, not a character device.',
      refused: '/dev/net/tun has mode {{mode}}, and opening it ended with “{{complaint}}”.',
    },
    commands: {
      missing: ['sudo modprobe tun', 'ls -l /dev/net/tun'],
      noModule: ['sudo modprobe -v tun', 'ls /lib/modules', 'uname -r'],
      denied: ['sudo chmod 0666 /dev/net/tun', 'grep -r net/tun /etc/udev/rules.d /etc/tmpfiles.d'],
      notDevice: ['sudo rm /dev/net/tun', 'sudo mknod -m 666 /dev/net/tun c 10 200'],
      refused: ['ls -l /dev/net/tun', 'cat /proc/1/cgroup'],
    },
    fixes: ['tun-module'],
  },
  requires: ['tunDevice', 'user'],
  evaluate({ tunDevice: tun, user }) {
    if (user.state === 'absent') return notApplicable(user.because);
    if (user.value.uid === 0) {
      return notApplicable('the target user is root, whose containers are on a bridge');
    }
    if (tun.state === 'absent') return notApplicable(tun.because);
    return judgeNode(tun.value, user.value.name) ?? judgeDriver(tun.value);
  },
});

function judgeNode(
  { node, isPermitted, opens, complaint }: TunDevice,
  user: string,
): Verdict<'missing' | 'notDevice' | 'denied' | 'refused'> | undefined {
  if (node === undefined || node.status === 'denied') {
    return unknown('/dev/net is not readable by this user');
  }
  if (node.status === 'absent') return found('missing', {}, 'no such file');
  if (node.type !== 'char') return found('notDevice', { type: node.type }, node.type);
  const mode = (node.mode ?? 0).toString(8);
  if (!isPermitted) return found('denied', { mode, uid: node.uid ?? 0, user }, `mode ${mode}`);
  if (opens !== false) return undefined;
  const said = complaint === '' ? 'an error' : complaint;
  return found('refused', { mode, complaint: said }, said);
}

function judgeDriver({ hasDriver, isLoadable }: TunDevice): Verdict<'noModule'> {
  // The kernel loads the module when somebody opens the node, whoever that is.
  if (hasDriver || isLoadable === true) return pass;
  return isLoadable === false
    ? found('noModule', {}, 'modprobe -n tun fails')
    : unknown('whether the kernel can load the module tun cannot be told without modprobe');
}

function found<const Id extends TunMessage>(
  messageId: Id,
  data: Readonly<Record<string, string | number>>,
  text: string,
): Verdict<Id> {
  return fail(messageId, data, {
    kind: 'file',
    where: '/dev/net/tun',
    found: text,
    expected: EXPECTED,
  });
}
