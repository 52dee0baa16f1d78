import { causesOf } from '../../src/domain/outcome-causes.ts';
import {
  callEvidence,
  containerSaid,
  finishedStep,
  isVerdict,
  podmanSaid,
} from '../../src/domain/outcomes.ts';
import { defineCheck, fail, pass } from '../../src/model/check.ts';

const ASKED = 64 * 1024 * 1024;

/** The container itself reads the limit of its control group. */
export const containerMemory = defineCheck({
  meta: {
    id: 'container-memory',
    area: 'outcome',
    title: 'The memory limit of a container holds',
    failureTitle: 'The memory limit of a container does not hold',
    description:
      'A container with --memory does not start, or takes all the memory of the host although it was limited.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
      'https://docs.kernel.org/admin-guide/cgroup-v2.html',
    ],
    messages: {
      notRun:
        'A container with --memory 64m does not run (exit code {{exit}}); podman says: {{said}}',
      ignored: 'A container with --memory 64m reads the limit {{found}} in its control group.',
    },
    commands: {
      notRun: ['podman info --format {{format}}', 'stat -fc %T /sys/fs/cgroup'],
      ignored: ['podman info --format {{format}}', 'stat -fc %T /sys/fs/cgroup'],
    },
    fixes: [],
  },
  requires: ['outcomes'],
  evaluate({ outcomes }) {
    const step = finishedStep(outcomes, 'memory');
    if (isVerdict(step)) return step;
    const where = 'podman run --memory 64m';
    const format = '{{.Host.CgroupVersion}} {{.Host.CgroupControllers}}';
    if (step.exitCode !== 0) {
      const said = podmanSaid(step);
      const data = { exit: step.exitCode, said, format };
      return fail('notRun', data, callEvidence(where, said, 'exit code 0'));
    }
    const found = containerSaid(step, 'limit') || 'none';
    if (found === String(ASKED)) return pass;
    return fail('ignored', { found, format }, callEvidence(where, found, String(ASKED)));
  },
  follows: (_, { data }) => causesOf('memory', String(data?.['said'] ?? '')),
});
