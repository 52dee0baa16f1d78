import { defineCheck, fail, pass, unknown, type Verdict } from '../../src/model/check.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import { sshdUnits } from '../../src/domain/sshd-units.ts';
import type { Init } from '../../src/facts/init.ts';
import type { SshServer } from '../../src/facts/ssh-server.ts';
import type { UnitState } from '../../src/parse/unit-properties.ts';
import { valueOr } from '../../src/model/fact.ts';

/** `podman --remote` reaches the socket through sshd. Who logged in over SSH has the proof. */
export const sshdAvailable = defineCheck({
  meta: {
    id: 'sshd-available',
    area: 'ssh',
    title: 'An SSH server listens',
    failureTitle: 'No SSH server listens',
    description: 'podman --remote, Docker contexts and podready itself reach the host over SSH.',
    severity: 'error',
    needs: ['remote'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/sshd.8.html',
      'https://github.com/containers/podman/blob/main/docs/tutorials/remote_client.md',
    ],
    messages: {
      missing: 'No SSH server is installed: there is neither sshd nor dropbear.',
      failed: '{{unit}} has failed ({{result}}), so no SSH server listens.',
      masked: '{{unit}} is masked, so no SSH server listens.',
      stopped: 'No SSH server listens: {{unit}} is {{active}}.',
      noProcess: 'No SSH server runs, although {{binary}} is installed.',
    },
    commands: {
      missing: ['sudo apt-get install openssh-server'],
      failed: ['systemctl status {{unit}}', 'sudo sshd -t', 'sudo systemctl restart {{unit}}'],
      masked: ['sudo systemctl unmask {{unit}}', 'sudo systemctl enable --now {{unit}}'],
      stopped: ['sudo systemctl enable --now {{unit}}'],
      noProcess: ['sudo rc-service sshd start'],
    },
    fixes: ['sshd-service'],
  },
  requires: ['init', 'sshServer'],
  consults: ['connection', 'systemUnits'],
  evaluate({ init, sshServer, connection, systemUnits }) {
    if (connection.state === 'known' && connection.value.overSsh) return pass;
    const server = valueOr(sshServer, NO_SERVER);
    const units = sshdUnits(systemUnits);
    if (server.running === true || units.some(({ active }) => active === 'active')) return pass;
    const [unit] = units;
    const [binary] = server.binaries;
    if (unit === undefined && binary === undefined) {
      const evidence = { kind: 'file', where: '/usr/sbin/sshd', found: 'no such file' } as const;
      return fail('missing', {}, { ...evidence, expected: 'the program of an SSH server' });
    }
    if (unit !== undefined && valueOr(init, NO_INIT).systemd) return judge(unit);
    if (server.running === null) return unknown('the processes of other users are hidden');
    const evidence = { kind: 'command', where: 'ps -e', found: 'no listening sshd' } as const;
    return fail(
      'noProcess',
      { binary: binary ?? 'sshd' },
      { ...evidence, expected: 'a listening sshd' },
    );
  },
});

const NO_SERVER: SshServer = { binaries: [], hostKeys: null, running: null };
const NO_INIT: Init = { name: '', systemd: false };

/** The unit of a server that does not listen. */
function judge(unit: UnitState): Verdict<'masked' | 'failed' | 'stopped'> {
  const evidence = unitEvidence(unit, 'active');
  if (unit.load === 'masked') return fail('masked', { unit: unit.id }, evidence);
  return unit.active === 'failed'
    ? fail('failed', { unit: unit.id, result: unit.result }, evidence)
    : fail('stopped', { unit: unit.id, active: unit.active }, evidence);
}
