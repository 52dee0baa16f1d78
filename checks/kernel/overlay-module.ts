import { defineCheck, notApplicable, pass, unknown, verdictOf } from '../../src/model/check.ts';
import { moduleProblem } from '../../src/domain/module-problem.ts';

/**
 * Without the overlay module Podman says `'overlay' not found as a supported filesystem on this host`,
 * unless fuse-overlayfs does its work.
 */
export const overlayModule = defineCheck({
  meta: {
    id: 'overlay-module',
    area: 'kernel',
    title: 'The kernel has, or can load, overlay',
    failureTitle: 'The kernel cannot load overlay',
    description:
      'Images and containers live on overlay mounts. A store that was made with them cannot be used without the module.',
    severity: 'error',
    needs: ['run'],
    covers: ['F110'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/filesystems/overlayfs.html',
      'https://github.com/containers/podman/issues/20304',
    ],
    messages: {
      noDirectory:
        'Module {{module}} is not loaded, and {{directory}} of the running kernel is gone.',
      locked: 'Module {{module}} is not loaded, and kernel.modules_disabled is 1.',
      forbidden: 'Module {{module}} is not loaded, and {{path}} line {{line}} forbids it: {{text}}',
      missing: 'Module {{module}} is not loaded, and {{directory}} has none of that name.',
    },
    commands: {
      noDirectory: ['uname -r; ls /lib/modules', 'sudo reboot'],
      locked: [
        'sysctl kernel.modules_disabled',
        'grep -rns modules_disabled /etc/sysctl.d',
        'sudo reboot',
      ],
      forbidden: ['modprobe -n -v {{module}}', 'sudoedit {{path}}', 'sudo modprobe {{module}}'],
      missing: ['modinfo {{module}}', 'zgrep -i {{module}} /proc/config.gz /boot/config-*'],
    },
    fixes: ['overlay-module'],
  },
  requires: ['kernelModules'],
  consults: ['sysctls', 'tools', 'virtualization'],
  evaluate({ kernelModules, sysctls, tools, virtualization }) {
    if (kernelModules.state !== 'known') return unknown(kernelModules.because);
    if (tools.state === 'known' && tools.value.paths['fuse-overlayfs'] !== undefined) {
      const fuse = kernelModules.value.present.includes('fuse');
      if (fuse) return notApplicable('fuse-overlayfs can do the work of the module');
    }
    const problem = moduleProblem(kernelModules.value, 'overlay', sysctls);
    if (problem === null) return pass;
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return notApplicable('the modules belong to the host outside of this container');
    }
    if (problem === 'unknown') return unknown('the list of kernel modules does not say of overlay');
    return verdictOf([problem]);
  },
  explains: () => [{ check: 'overlay-support' }],
});
