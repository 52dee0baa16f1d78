import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** curl(1): the time was up. */
const CURL_LATE = 28;

/** A running service that does not answer: a hang, or a broken override. */
export const podmanApi = defineCheck({
  meta: {
    id: 'podman-api',
    area: 'socket',
    title: 'The running API service answers',
    failureTitle: 'The running API service does not answer',
    description: 'The service runs, but clients wait in vain or get an error.',
    severity: 'error',
    needs: ['api', 'remote', 'docker-clients'],
    covers: ['F049'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/_static/api.html'],
    messages: {
      late: 'podman.service runs, but {{path}} gave no answer to /_ping within 5 s.',
      refused: 'podman.service runs, but {{path}} cannot be used (curl exit code {{exit}}).',
      status: 'podman.service answers /_ping at {{path}} with HTTP status {{status}}.',
    },
    commands: {
      late: [
        'systemctl --user restart podman.service',
        'journalctl --user -u podman.service -n 20',
      ],
      refused: ['systemctl --user restart podman.socket podman.service'],
      status: ['journalctl --user -u podman.service -n 20'],
    },
    fixes: [],
  },
  requires: ['apiAnswer'],
  evaluate({ apiAnswer }) {
    if (apiAnswer.state === 'absent') return notApplicable(apiAnswer.because);
    const { path, status, curlExit } = apiAnswer.value;
    if (curlExit === 0 && status === 200) return pass;
    const evidence = {
      kind: 'command',
      where: `curl --unix-socket ${path} http://d/_ping`,
      found: `HTTP status ${status}, exit code ${curlExit}`,
      expected: 'HTTP status 200',
    } as const;
    if (curlExit === CURL_LATE) return fail('late', { path }, evidence);
    if (curlExit !== 0) return fail('refused', { path, exit: curlExit }, evidence);
    return fail('status', { path, status }, evidence);
  },
});
