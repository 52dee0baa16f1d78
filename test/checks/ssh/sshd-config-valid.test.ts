import { sshdConfigValid } from '../../../checks/ssh/sshd-config-valid.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { SSHD_CONFIG, sshdConfig, sshdTest } from '../../helpers/session-facts.ts';

const complaint = { file: SSHD_CONFIG, line: 9, text: 'Bad configuration option: Foo' };

testCheck(sshdConfigValid, {
  pass: [
    { name: 'sshd accepts it', facts: { sshdEffective: sshdTest() } },
    {
      name: 'sshd accepts what we do not know',
      facts: { sshdEffective: sshdTest(), sshdConfig: sshdConfig('PermitRootLgin yes') },
    },
  ],
  fail: [
    {
      name: 'sshd names the line',
      facts: { sshdEffective: sshdTest({}, { valid: false, complaints: [complaint] }) },
      findings: [
        {
          messageId: 'invalid',
          data: { file: SSHD_CONFIG, line: 9, problem: 'Bad configuration option: Foo' },
          evidence: [{ kind: 'file', where: SSHD_CONFIG, line: 9 }],
        },
      ],
      explains: [
        { check: 'sshd-available', messageId: 'failed' },
        { check: 'sshd-available', messageId: 'noProcess' },
      ],
    },
    {
      name: 'sshd names no line',
      facts: {
        sshdEffective: sshdTest(
          {},
          {
            valid: false,
            complaints: [{ file: '', line: 0, text: 'Missing Match criteria for user' }],
          },
        ),
      },
      findings: [{ messageId: 'refused', data: { problem: 'Missing Match criteria for user' } }],
    },
    {
      name: 'sshd says nothing',
      facts: { sshdEffective: sshdTest({}, { valid: false }) },
      findings: [{ messageId: 'refused' }],
    },
    {
      name: 'a slip that needs no root to see',
      facts: { sshdConfig: sshdConfig('PermitRootLgin yes') },
      findings: [
        {
          messageId: 'suspect',
          data: { file: SSHD_CONFIG, line: 4, problem: 'the keyword PermitRootLgin is unknown' },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no sshd', facts: { sshdConfig: absent('/etc/ssh/sshd_config does not exist') } },
  ],
  unknown: [
    { name: 'without root', facts: { sshdConfig: sshdConfig() }, because: /sudo sshd -t/u },
    {
      name: 'a keyword of a newer sshd',
      facts: { sshdConfig: sshdConfig('QuantumTunnelling yes') },
    },
    {
      name: 'no privilege separation directory',
      facts: { sshdConfig: sshdConfig(), sshdEffective: sshdTest({}, { valid: null }) },
    },
  ],
});
