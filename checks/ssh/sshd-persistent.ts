import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import { sshdUnits } from '../../src/domain/sshd-units.ts';

/** Distributions enable either the service or its socket; one of them is enough, and never both. */
export const sshdPersistent = defineCheck({
  meta: {
    id: 'sshd-persistent',
    area: 'ssh',
    title: 'The SSH server starts at boot',
    failureTitle: 'The SSH server does not start at boot',
    description: 'After the next reboot nobody could reach the host over SSH.',
    severity: 'warning',
    needs: ['remote'],
    covers: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man1/systemctl.1.html'],
    messages: {
      disabled: 'No unit of an SSH server is enabled: {{unit}} is {{state}}.',
      masked: '{{unit}} is masked, so no SSH server starts at boot.',
    },
    commands: {
      disabled: ['sudo systemctl enable {{unit}}'],
      masked: ['sudo systemctl unmask {{unit}}', 'sudo systemctl enable {{unit}}'],
    },
    fixes: ['sshd-service'],
  },
  requires: ['init', 'systemUnits'],
  evaluate({ init, systemUnits }) {
    if (init.state === 'absent' || !init.value.systemd) {
      return notApplicable('systemd is not the init of this host');
    }
    const units = sshdUnits(systemUnits);
    const [unit] = units;
    if (unit === undefined) return notApplicable('no unit of an SSH server is installed');
    if (units.some(({ fileState }) => fileState === 'enabled')) return pass;
    const evidence = unitEvidence(unit, 'enabled');
    if (unit.load === 'masked' || unit.fileState.startsWith('masked')) {
      return fail('masked', { unit: unit.id }, evidence);
    }
    return fail('disabled', { unit: unit.id, state: unit.fileState || 'without a file' }, evidence);
  },
});
