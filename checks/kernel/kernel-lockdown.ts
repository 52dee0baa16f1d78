import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { isAtLeast, parseVersion } from '../../src/parse/version.ts';

/** First with lockdown of its own: it refuses only bpf helpers that read the memory of the kernel. */
const MERGED = '5.4';

/**
 * On the unified hierarchy devices are guarded by a bpf program. The patches that distributions had before Linux 5.4
 * refuse bpf(2) as a whole: `Error: bpf create: Operation not permitted`. Rootless runtimes do without it.
 */
export const kernelLockdown = defineCheck({
  meta: {
    id: 'kernel-lockdown',
    area: 'kernel',
    title: 'The kernel lets root load the programs that guard devices',
    failureTitle: 'The locked-down kernel refuses the programs that guard devices',
    description:
      'For each container of root the runtime loads a small program into the kernel, which guards the devices. A kernel before 5.4 that is locked down, as with Secure Boot, refuses it, and no container starts.',
    severity: 'error',
    needs: ['rootful'],
    covers: ['F166'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/pull/4614',
      'https://man7.org/linux/man-pages/man7/kernel_lockdown.7.html',
      'https://bugzilla.redhat.com/show_bug.cgi?id=1768125',
    ],
    messages: {
      refused:
        'Linux {{kernel}} is locked down ({{lockdown}}), and refuses bpf to root: kernels before {{merged}} do.',
    },
    commands: {
      refused: ['cat /sys/kernel/security/lockdown', 'uname -r', 'mokutil --sb-state'],
    },
    fixes: [],
  },
  requires: ['virtualization', 'cgroup', 'sysctls'],
  evaluate({ virtualization, cgroup, sysctls }) {
    const lockdown = valueOr(virtualization, undefined)?.lockdown ?? null;
    if (valueOr(cgroup, undefined)?.version !== 'unified') {
      return notApplicable('devices are guarded without bpf');
    }
    const kernel = valueOr(sysctls, undefined)?.get('kernel.osrelease') ?? '';
    const version = parseVersion(kernel);
    if (lockdown !== 'confidentiality') return pass;
    if (version === undefined) return unknown('kernel.osrelease does not say which kernel this is');
    if (isAtLeast(version, MERGED)) return pass;
    const where = '/sys/kernel/security/lockdown';
    return fail(
      'refused',
      { kernel, lockdown, merged: MERGED },
      { kind: 'kernel', where, found: `[${lockdown}]`, expected: 'none, or a later kernel' },
    );
  },
});
