import { blocked, change, defineFix, noop } from '../src/model/fix.ts';

/** Containers have a conmon each, and go on; who is attached or in an exec session by the API is not. */
export const podmanServiceRestart = defineFix({
  meta: {
    id: 'podman-service-restart',
    title: 'Restart the API service of before an update',
    description:
      'Restarts podman.service of the user where its program was replaced since it started. Connections to the API end; containers go on.',
    effect: 'disruptive',
    after: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-service.1.html'],
  },
  requires: ['apiAnswer'],
  plan({ apiAnswer }) {
    if (apiAnswer.state === 'absent') return noop(apiAnswer.because);
    const { service } = apiAnswer.value;
    if (service === null) return blocked('the process of podman.service cannot be looked at');
    if (!service.replaced) return noop('podman.service runs the program that is installed');
    return change([
      {
        kind: 'run',
        summary: `Restart podman.service, which runs ${service.program} of before an update`,
        as: 'user',
        effect: 'disruptive',
        undo: 'none',
        argv: ['systemctl', '--user', 'restart', 'podman.service'],
      },
    ]);
  },
});
