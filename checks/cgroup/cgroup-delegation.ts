import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Cgroup } from '../../src/parse/cgroup.ts';
import type { Units } from '../../src/parse/unit-properties.ts';

/**
 * With `Delegate=no` systemd's user manager cannot make cgroups and does not start (seen with systemd
 * 257 on Debian 13); containers then fail with `crun: sd-bus call: Permission denied`.
 */
export const cgroupDelegation = defineCheck({
  meta: {
    id: 'cgroup-delegation',
    area: 'cgroup',
    title: "systemd delegates the user's part of the cgroup tree",
    failureTitle: "systemd does not delegate the user's part of the cgroup tree",
    description:
      "Without delegation neither the user's manager nor Podman may make cgroups, and no container starts.",
    severity: 'error',
    needs: ['run'],
    covers: ['F029'],
    since: '0.1.0',
    references: [
      'https://systemd.io/CGROUP_DELEGATION/',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      off: '{{unit}} is not delegated: {{file}} takes "Delegate=" of the distribution away.',
    },
    commands: {
      off: [
        'systemctl cat {{unit}}',
        'systemctl show {{unit}} -p Delegate -p DelegateControllers -p DropInPaths',
        'sudoedit {{file}}',
        'sudo systemctl daemon-reload',
        'sudo systemctl restart {{unit}}   # ends what the user is running',
      ],
    },
    fixes: ['cgroup-delegation'],
  },
  requires: ['user', 'cgroup'],
  consults: ['systemUnits'],
  evaluate({ user, cgroup, systemUnits }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root needs no delegation');
    // systemd tells nothing of what a masked unit would have had.
    if (isMasked(systemUnits)) return notApplicable('the manager of the user is masked');
    if (cgroup.state !== 'known') return unknown(cgroup.because);
    return judge(cgroup.value, user.value.uid);
  },
  explains: () => [
    { check: 'user-manager' },
    { check: 'user-bus' },
    { check: 'runtime-dir' },
    { check: 'cgroup-controllers' },
    { check: 'podman-socket', messageId: 'failed' },
    { check: 'podman-socket', messageId: 'stopped' },
  ],
});

function judge({ version, systemd, delegated, configured, vendor }: Cgroup, uid: number) {
  if (version !== 'unified') return notApplicable('the cgroup hierarchy is not unified');
  if (!systemd) return notApplicable('systemd is not the init of this host');
  if (delegated !== null && delegated.length > 0) return pass;
  if (configured === null) return unknown('systemd did not say what it delegates');
  if (configured.controllers.length > 0) return pass;
  const unit = `user@${uid}.service`;
  const file =
    configured.dropIns.findLast((path) => path.startsWith('/etc/')) ??
    configured.dropIns.at(-1) ??
    vendor?.file ??
    '/etc/systemd/system/user@.service.d';
  return fail(
    'off',
    { unit, file },
    { kind: 'unit', where: unit, found: 'Delegate=no', expected: 'Delegate=pids memory cpu' },
    { kind: 'file', where: file, found: 'the last drop-in', expected: 'no Delegate=no' },
  );
}

function isMasked(units: FactState<Units>): boolean {
  return units.state === 'known' && units.value.get('user@.service')?.load === 'masked';
}
