import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** Controllers behind options of podman run(1), which systemd does not delegate by itself. */
const OPTIONS: Readonly<Record<string, string>> = {
  cpu: '--cpus, --cpu-shares',
  cpuset: '--cpuset-cpus, --cpuset-mems',
  io: '--blkio-weight, --device-read-bps',
};

/** A default of every distribution, so only a note. */
export const cgroupExtraControllers = defineCheck({
  meta: {
    id: 'cgroup-extra-controllers',
    area: 'cgroup',
    title: 'The user also has the controllers cpu, cpuset and io',
    failureTitle: 'Some options that limit containers do not work for this user',
    description:
      'systemd does not delegate these controllers by default; options that need them make a container fail to start.',
    severity: 'info',
    needs: ['run'],
    covers: ['F029'],
    since: '0.1.0',
    references: [
      'https://systemd.io/CGROUP_DELEGATION/',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      withheld: '{{unit}} does not have {{missing}}: {{options}} do not work.',
    },
    commands: {
      withheld: [
        'sudo mkdir -p /etc/systemd/system/user@.service.d',
        "printf '[Service]\\nDelegate=cpu cpuset io memory pids\\n' | sudo tee /etc/systemd/system/user@.service.d/50-podready-delegate.conf",
        'sudo systemctl daemon-reload',
        'sudo systemctl restart {{unit}}   # ends what the user is running',
      ],
    },
    fixes: ['cgroup-delegation'],
  },
  requires: ['user', 'cgroup'],
  evaluate({ user, cgroup }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root needs no delegation');
    if (cgroup.state !== 'known') return unknown(cgroup.because);
    const { version, controllers, delegated } = cgroup.value;
    if (version !== 'unified') return notApplicable('the cgroup hierarchy is not unified');
    if (delegated === null) return notApplicable("the user's manager is not running");
    const missing = Object.keys(OPTIONS).filter(
      (name) => controllers.includes(name) && !delegated.includes(name),
    );
    if (missing.length === 0) return pass;
    const unit = `user@${user.value.uid}.service`;
    const options = missing.map((name) => OPTIONS[name] ?? name).join(', ');
    const data = { unit, missing: missing.join(', '), options };
    return fail('withheld', data, {
      kind: 'kernel',
      where: `/sys/fs/cgroup/user.slice/user-${user.value.uid}.slice/${unit}/cgroup.controllers`,
      found: delegated.join(' ') || 'nothing',
      expected: [...delegated, ...missing].join(' '),
    });
  },
});
