import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import { sshdSyntaxFaults } from '../../src/domain/sshd-syntax.ts';
import type { SshdConfig } from '../../src/parse/sshd-config.ts';
import type { SshdTest } from '../../src/parse/sshd-test.ts';

type MessageId = 'invalid' | 'refused' | 'suspect';

/** A running sshd keeps its old configuration; a wrong file shows at the next restart, as a closed door. */
export const sshdConfigValid = defineCheck({
  meta: {
    id: 'sshd-config-valid',
    area: 'ssh',
    title: 'The configuration of sshd is valid',
    failureTitle: 'sshd refuses its configuration',
    description:
      'With a mistake in its configuration sshd does not start again, and the host cannot be reached.',
    severity: 'warning',
    needs: ['remote'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/sshd_config.5.html',
      'https://man7.org/linux/man-pages/man8/sshd.8.html',
    ],
    messages: {
      invalid: '{{file}} line {{line}}: {{problem}}.',
      refused: 'sshd refuses its configuration: {{problem}}.',
      suspect: '{{file}} line {{line}}: {{problem}}.',
    },
    commands: {
      invalid: ['sudo sshd -t', 'sudoedit {{file}}'],
      refused: ['sudo sshd -t'],
      suspect: ['sudo sshd -t', 'sudoedit {{file}}'],
    },
    fixes: [],
  },
  requires: [],
  consults: ['sshdEffective', 'sshdConfig'],
  evaluate({ sshdEffective, sshdConfig }) {
    if (sshdEffective.state === 'known' && sshdEffective.value.valid !== null) {
      return verdictOf(sshdEffective.value.valid ? [] : refusals(sshdEffective.value));
    }
    if (sshdConfig.state === 'absent') return notApplicable(sshdConfig.because);
    const faults = sshdConfig.state === 'known' ? suspects(sshdConfig.value) : [];
    if (faults.length > 0) return verdictOf(faults);
    if (sshdEffective.state === 'known')
      return unknown('sshd -t could not test the configuration now');
    return unknown('only root can test it: sudo sshd -t');
  },
  explains: () => [
    { check: 'sshd-available', messageId: 'failed' },
    { check: 'sshd-available', messageId: 'noProcess' },
  ],
});

function refusals({ complaints, binary }: SshdTest): readonly Finding<MessageId>[] {
  const found = complaints.map(({ file, line, text }): Finding<MessageId> => {
    const expected = 'no complaint';
    return file === '' || line === 0
      ? {
          messageId: 'refused',
          data: { problem: text },
          evidence: [{ kind: 'command', where: `${binary} -t`, found: text, expected }],
        }
      : {
          messageId: 'invalid',
          data: { file, line, problem: text },
          evidence: [{ kind: 'file', where: file, line, found: text, expected }],
        };
  });
  if (found.length > 0) return found;
  const evidence = { kind: 'command', where: `${binary} -t`, found: 'a failure' } as const;
  return [
    {
      messageId: 'refused',
      data: { problem: 'it does not say why' },
      evidence: [{ ...evidence, expected: 'exit code 0' }],
    },
  ];
}

function suspects(config: SshdConfig): readonly Finding<MessageId>[] {
  return sshdSyntaxFaults(config).map(({ file, line, problem, found }) => ({
    messageId: 'suspect',
    data: { file, line, problem },
    evidence: [{ kind: 'file', where: file, line, found, expected: 'a line of sshd_config(5)' }],
  }));
}
