import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { Cgroup } from '../../src/parse/cgroup.ts';

/**
 * What systemd has delegated by default since version 252; a distribution's own user@.service says it
 * otherwise, and is what the host is measured by.
 */
const BASE = ['memory', 'pids'];

/** ``crun: the requested cgroup controller `cpu` is not available`` (Podman's troubleshooting, 26). */
export const cgroupControllers = defineCheck({
  meta: {
    id: 'cgroup-controllers',
    area: 'cgroup',
    title: 'The user has the cgroup controllers that the distribution delegates',
    failureTitle: 'The user lacks a cgroup controller that the distribution delegates',
    description:
      'Without a controller the limits that it enforces (--cpus, --memory, --pids-limit) make a container fail to start.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F029', 'F032'],
    since: '0.1.0',
    references: [
      'https://systemd.io/CGROUP_DELEGATION/',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      notDelegated: '{{unit}} has the controllers {{found}}; {{missing}} is not delegated{{by}}.',
      notInKernel: 'The kernel has no cgroup controller {{missing}}{{by}}.',
    },
    commands: {
      notDelegated: [
        'cat /sys/fs/cgroup/user.slice/user-$(id -u).slice/user@$(id -u).service/cgroup.controllers',
        'systemctl cat {{unit}}',
        'sudo mkdir -p /etc/systemd/system/user@.service.d',
        "printf '[Service]\\nDelegate=cpu cpuset io memory pids\\n' | sudo tee /etc/systemd/system/user@.service.d/50-podready-delegate.conf",
        'sudo systemctl daemon-reload',
        'sudo systemctl restart {{unit}}   # ends what the user is running',
      ],
      notInKernel: [
        'cat /sys/fs/cgroup/cgroup.controllers; cat /proc/cmdline',
        'sudoedit /etc/default/grub   # cgroup_enable=memory; on a Raspberry Pi /boot/firmware/cmdline.txt',
        'sudo reboot',
      ],
    },
    fixes: ['cgroup-delegation'],
  },
  requires: ['user', 'cgroup'],
  evaluate({ user, cgroup }) {
    if (user.state !== 'known') return unknown(user.because);
    if (cgroup.state !== 'known') return unknown(cgroup.because);
    const { version, systemd, controllers } = cgroup.value;
    if (version !== 'unified') return notApplicable('the cgroup hierarchy is not unified');
    const absent = BASE.filter((name) => !controllers.includes(name));
    if (absent.length > 0) return notInKernel(cgroup.value, absent);
    if (user.value.uid === 0) return notApplicable('root needs no delegation');
    if (!systemd) return notApplicable('systemd is not the init of this host');
    return judgeDelegated(cgroup.value, user.value.uid);
  },
});

type Message = 'notDelegated' | 'notInKernel';

function notInKernel(
  { controllers, kernelArguments }: Cgroup,
  absent: readonly string[],
): Verdict<Message> {
  const by = kernelArguments.length > 0 ? ` (${kernelArguments.join(' ')})` : '';
  return fail(
    'notInKernel',
    { missing: absent.join(', '), by },
    {
      kind: 'kernel',
      where: '/sys/fs/cgroup/cgroup.controllers',
      found: controllers.join(' ') || 'nothing',
      expected: BASE.join(' '),
    },
  );
}

function judgeDelegated(
  { controllers, delegated, configured, vendor }: Cgroup,
  uid: number,
): Verdict<Message> {
  const has = delegated ?? configured?.controllers;
  if (has === undefined) return unknown('systemd did not say what it delegates');
  if (has.length === 0) return notApplicable('nothing is delegated: cgroup-delegation says so');
  const wanted = [...new Set([...BASE, ...(vendor?.controllers ?? [])])];
  const missing = wanted.filter((name) => controllers.includes(name) && !has.includes(name));
  if (missing.length === 0) return pass;
  const unit = `user@${uid}.service`;
  const dropIn = configured?.dropIns.findLast((path) => path.startsWith('/etc/'));
  const by = dropIn === undefined ? '' : ` (${dropIn})`;
  return fail(
    'notDelegated',
    { unit, found: has.join(', '), missing: missing.join(', '), by },
    {
      kind: 'kernel',
      where: `/sys/fs/cgroup/user.slice/user-${uid}.slice/${unit}/cgroup.controllers`,
      found: has.join(' '),
      expected: wanted.join(' '),
    },
  );
}
