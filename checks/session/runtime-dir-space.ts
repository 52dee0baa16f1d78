import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** Below this share of its size, or below this many KiB, the directory counts as full. */
const LEAST_SHARE = 0.02;
const LEAST_KIB = 1024;

/** /run/user/UID is a small tmpfs; RuntimeDirectorySize= of logind.conf(5) is 10 % of the memory. */
export const runtimeDirSpace = defineCheck({
  meta: {
    id: 'runtime-dir-space',
    area: 'session',
    title: 'The runtime directory has free space',
    failureTitle: 'The runtime directory is full',
    description:
      'A full /run/user/UID stops containers from starting: state, sockets and networks live there.',
    severity: 'error',
    needs: ['run', 'api', 'boot', 'remote'],
    covers: ['F130'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man5/logind.conf.5.html'],
    messages: {
      full: '{{path}} is full: {{free}} KiB of {{size}} KiB are free.',
    },
    commands: { full: ['du -ax {{path}} | sort -n | tail'] },
    fixes: [],
  },
  requires: ['runtimeDir'],
  evaluate({ runtimeDir }) {
    if (runtimeDir.state === 'absent') return notApplicable(runtimeDir.because);
    const { path, sizeKiB, freeKiB } = runtimeDir.value;
    if (sizeKiB === null || freeKiB === null) return unknown(`df(1) did not tell about ${path}`);
    if (freeKiB >= Math.min(LEAST_KIB, sizeKiB * LEAST_SHARE)) return pass;
    return fail(
      'full',
      { path, free: freeKiB, size: sizeKiB },
      {
        kind: 'command',
        where: `df -Pk ${path}`,
        found: `${freeKiB} KiB free`,
        expected: `${LEAST_KIB} KiB or more`,
      },
    );
  },
  explains: () => [
    { check: 'podman-socket', messageId: 'failed' },
    { check: 'podman-service', messageId: 'failed' },
    { check: 'podman-service', messageId: 'restarts' },
  ],
});
