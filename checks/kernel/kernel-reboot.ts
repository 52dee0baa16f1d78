import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import type { Virtualization } from '../../src/parse/virtualization.ts';

/** A package upgrade removed the running kernel's modules; what is loaded works, nothing more can be. */
export const kernelReboot = defineCheck({
  meta: {
    id: 'kernel-reboot',
    area: 'kernel',
    title: 'The running kernel is installed',
    failureTitle: 'The running kernel is not installed any more',
    description:
      'Modules of other kernels are on disk, those of the running one are gone: whatever Podman needs next (tun, bridge, nf_tables) cannot be loaded until the host restarts.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F006'],
    since: '0.1.0',
    references: ['https://github.com/containers/podman/issues/9543'],
    messages: {
      replaced: 'Kernel {{release}} runs, but {{directory}} is gone; installed: {{others}}.',
    },
    commands: { replaced: ['uname -r; ls /lib/modules', 'sudo reboot'] },
    fixes: [],
  },
  requires: ['kernelModules', 'sysctls'],
  consults: ['virtualization'],
  evaluate({ kernelModules, sysctls, virtualization }) {
    if (kernelModules.state !== 'known') return unknown(kernelModules.because);
    if (virtualization.state === 'known' && hasForeignKernel(virtualization.value)) {
      return notApplicable(
        'the kernel comes from outside: modules that are installed here are not its',
      );
    }
    const { directory, directoryExists, others } = kernelModules.value;
    if (directoryExists) return pass;
    if (others.length === 0) {
      return notApplicable('no kernel modules are installed: containers and WSL have none');
    }
    const release =
      (sysctls.state === 'known' ? sysctls.value.get('kernel.osrelease') : null) ??
      directory.slice(directory.lastIndexOf('/') + 1);
    const installed = others.join(', ');
    return fail(
      'replaced',
      { release, directory, others: installed },
      { kind: 'file', where: directory, found: `only ${installed}`, expected: 'the directory' },
    );
  },
  explains: () => [
    { check: 'kernel-modules', messageId: 'noDirectory' },
    { check: 'overlay-module', messageId: 'noDirectory' },
    { check: 'nftables-modules', messageId: 'noDirectory' },
  ],
});

/** A container has the kernel of its host, and WSL that of Windows. */
function hasForeignKernel({ container, wsl }: Virtualization): boolean {
  return container !== null || wsl;
}
