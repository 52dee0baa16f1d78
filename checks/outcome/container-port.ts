import { causesOf } from '../../src/domain/outcome-causes.ts';
import { callEvidence, finishedStep, isVerdict, podmanSaid } from '../../src/domain/outcomes.ts';
import { defineCheck, fail, pass } from '../../src/model/check.ts';
import { printable } from '../../src/parse/printable.ts';

/** A program in a container serves on a port that Podman chose, on 127.0.0.1 of the host. */
export const containerPort = defineCheck({
  meta: {
    id: 'container-port',
    area: 'outcome',
    title: 'A published port of a container answers',
    failureTitle: 'A published port of a container does not answer',
    description:
      'Containers on the default network do not start, or what they serve cannot be reached from the host.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
      'https://github.com/containers/podman/blob/main/docs/tutorials/basic_networking.md',
    ],
    messages: {
      notRun:
        'A container with a published port does not run (exit code {{exit}}); podman says: {{said}}',
      silent: 'The published port {{at}} of a container does not answer: {{got}}',
    },
    commands: {
      notRun: [
        'podman info',
        'podman --log-level debug run --rm -p 127.0.0.1::8080 quay.io/podman/hello',
      ],
      silent: ['ss -tlnp', 'sudo nft list ruleset'],
    },
    fixes: [],
  },
  requires: ['outcomes'],
  evaluate({ outcomes }) {
    const step = finishedStep(outcomes, 'port');
    if (isVerdict(step)) return step;
    const where = 'podman run -p 127.0.0.1::8080';
    if (step.exitCode !== 0) {
      const said = podmanSaid(step);
      return fail(
        'notRun',
        { exit: step.exitCode, said },
        callEvidence(where, said, 'exit code 0'),
      );
    }
    const [got = '', wanted = '', at = ''] = ['got', 'wanted', 'at'].map((key) =>
      step.read.get(key),
    );
    if (wanted !== '' && got.includes(wanted)) return pass;
    const shown = printable(got).slice(0, 200) || 'nothing';
    const evidence = callEvidence(where, shown, wanted === '' ? 'an answer' : wanted);
    return fail('silent', { at: printable(at), got: shown }, evidence);
  },
  follows: (_, { messageId, data }) =>
    causesOf('port', messageId === 'notRun' ? String(data?.['said'] ?? '') : ''),
});
