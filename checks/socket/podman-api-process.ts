import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/**
 * A service that clients keep busy, or that was told to stay (`--time=0`), outlives an update of Podman. The
 * kernel says of a running program whether its file was replaced, so no versions need to be compared.
 */
export const podmanApiProcess = defineCheck({
  meta: {
    id: 'podman-api-process',
    area: 'socket',
    title: 'The API is answered by the Podman that is installed',
    failureTitle: 'The API is answered by a Podman that was replaced',
    description:
      'What an update brings, fixes of security among it, does not reach the clients of the API before the service is restarted.',
    severity: 'warning',
    needs: ['api', 'remote', 'docker-clients'],
    covers: ['F068'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://docs.podman.io/en/latest/markdown/podman-system-service.1.html',
      'https://man7.org/linux/man-pages/man5/proc_pid_exe.5.html',
    ],
    messages: {
      replaced:
        'podman.service still runs the {{program}} of before an update (process {{pid}}), and it answers at {{path}}.',
    },
    commands: {
      replaced: ['readlink /proc/{{pid}}/exe', 'systemctl --user restart podman.service'],
    },
    fixes: ['podman-service-restart'],
  },
  requires: ['apiAnswer'],
  evaluate({ apiAnswer }) {
    if (apiAnswer.state === 'absent') return notApplicable(apiAnswer.because);
    const { path, service } = apiAnswer.value;
    if (service === null) return unknown('the process of podman.service cannot be looked at');
    const { pid, program, replaced } = service;
    if (!replaced) return pass;
    return fail(
      'replaced',
      { program, pid, path },
      {
        kind: 'kernel',
        where: `/proc/${pid}/exe`,
        found: `${program} (deleted)`,
        expected: program,
      },
    );
  },
});
