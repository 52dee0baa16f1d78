import { causesOf } from '../../src/domain/outcome-causes.ts';
import { callEvidence, finishedStep, isVerdict, podmanSaid } from '../../src/domain/outcomes.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** The proof of all the rest. An empty image is stored first, so that nothing has to be pulled. */
export const containerRun = defineCheck({
  meta: {
    id: 'container-run',
    area: 'outcome',
    title: 'A container runs',
    failureTitle: 'A container does not run',
    description:
      'Nothing that the other checks look at matters more: here Podman stored an image, ran a container of it, and removed both.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
      'https://docs.podman.io/en/latest/markdown/podman-import.1.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      notStored: 'Podman cannot store an empty image (exit code {{exit}}); it says: {{said}}',
      notRun:
        'A container without a network does not run (exit code {{exit}}); podman says: {{said}}',
      left: 'Podman did not remove all that it made for this check: {{what}} named {{name}}.',
    },
    commands: {
      notStored: [
        'podman info',
        'head -c 1024 /dev/zero | podman --log-level debug import - localhost/empty',
      ],
      notRun: [
        'podman info',
        'podman --log-level debug run --rm --network none quay.io/podman/hello',
      ],
      left: [
        'podman rm -f $(podman ps -aq --filter name={{name}})',
        'podman network rm {{name}}',
        'podman rmi -f localhost/{{name}}',
      ],
    },
    fixes: [],
  },
  requires: ['outcomes'],
  evaluate({ outcomes }) {
    if (outcomes.state === 'absent') return notApplicable(outcomes.because);
    const image = finishedStep(outcomes, 'image');
    if (isVerdict(image)) return image;
    if (image.exitCode !== 0) {
      const said = podmanSaid(image);
      return fail(
        'notStored',
        { exit: image.exitCode, said },
        callEvidence('podman import', said, 'an image'),
      );
    }
    const run = finishedStep(outcomes, 'run');
    if (isVerdict(run)) return run;
    if (run.exitCode !== 0) {
      const said = podmanSaid(run);
      const evidence = callEvidence('podman run --network none', said, 'exit code 0');
      return fail('notRun', { exit: run.exitCode, said }, evidence);
    }
    const { left, name } = outcomes.value;
    if (left.length === 0) return pass;
    const what = left.join(', ');
    return fail('left', { what, name }, callEvidence('podman rm -f', what, 'nothing'));
  },
  follows: (_, { messageId, data }) =>
    messageId === 'left' ? [] : causesOf('run', String(data?.['said'] ?? '')),
});
