import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';
import {
  MODULE_COMMANDS,
  MODULE_MESSAGES,
  moduleProblem,
} from '../../src/domain/module-problem.ts';

/** Modules without which a container with a network of its own does not start. */
const NEEDED = ['tun'] as const;

/**
 * pasta and slirp4netns need a tun device in the container. A kernel package that was upgraded takes
 * the modules of the running kernel away, and Podman says `Failed to open() /dev/net/tun: No such
 * device`, or `Operation not supported` for bridges.
 */
export const kernelModules = defineCheck({
  meta: {
    id: 'kernel-modules',
    area: 'kernel',
    title: 'The kernel has, or can load, the modules of container networks',
    failureTitle: 'The kernel cannot load a module that container networks need',
    description:
      'The network of a rootless container needs the tun module. It is not loaded, and cannot be loaded any more.',
    severity: 'error',
    needs: ['run'],
    covers: ['F006', 'F095'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/networking/tuntap.html',
      'https://github.com/containers/podman/issues/9543',
    ],
    messages: MODULE_MESSAGES,
    commands: MODULE_COMMANDS,
    fixes: [],
  },
  requires: ['kernelModules'],
  consults: ['sysctls', 'virtualization'],
  evaluate({ kernelModules, sysctls, virtualization }) {
    if (kernelModules.state !== 'known') return unknown(kernelModules.because);
    const modules = kernelModules.value;
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return notApplicable('the modules belong to the host outside of this container');
    }
    const problems = NEEDED.map((name) => ({
      name,
      problem: moduleProblem(modules, name, sysctls),
    }));
    const dark = problems.find(({ problem }) => problem === 'unknown');
    if (dark !== undefined)
      return unknown(`the list of kernel modules does not say of ${dark.name}`);
    return verdictOf(
      problems.flatMap(({ problem }) =>
        problem === null || problem === 'unknown' ? [] : [problem],
      ),
    );
  },
  explains: (_facts, { messageId, data }) => [
    ...(data?.['module'] === 'tun' ? [{ check: 'tun-device' }] : []),
    // One switch of the kernel stops them all.
    ...(messageId === 'locked' ? [{ check: 'nftables-modules', messageId: 'locked' }] : []),
  ],
});
