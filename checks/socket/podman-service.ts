import {
  type Consequence,
  defineCheck,
  fail,
  notApplicable,
  pass,
  type Verdict,
} from '../../src/model/check.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import { userSession } from '../../src/domain/user-session.ts';
import type { UnitState } from '../../src/parse/unit-properties.ts';

/** The socket only hands connections over; podman.service is what answers. */
export const podmanService = defineCheck({
  meta: {
    id: 'podman-service',
    area: 'socket',
    title: "The user's podman.service starts",
    failureTitle: "The user's podman.service fails",
    description:
      'The socket accepts connections, but no answer comes: clients hang or are cut off.',
    severity: 'error',
    needs: ['api', 'remote', 'docker-clients'],
    covers: ['F049', 'F051', 'F052'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-service.1.html',
      'https://man7.org/linux/man-pages/man5/systemd.service.5.html',
    ],
    messages: {
      failed:
        'podman.service of {{user}} has failed: {{result}}, exit status {{status}} of {{program}} ({{file}}).',
      restarts:
        'podman.service of {{user}} does not stay up: systemd has restarted {{program}} {{count}} times ({{file}}).',
      masked: 'podman.service of {{user}} is masked by {{file}}: its socket cannot start it.',
      noProgram:
        'podman.service of {{user}} starts {{program}}, which is not there or may not be run ({{file}}).',
      broken: 'podman.service of {{user}} cannot be loaded ({{file}}): {{error}}',
    },
    commands: {
      failed: [
        'journalctl --user -u podman.service -n 20',
        'systemctl --user cat podman.service',
        'systemctl --user reset-failed podman.service podman.socket',
      ],
      restarts: ['journalctl --user -u podman.service -n 20'],
      masked: ['systemctl --user unmask podman.service'],
      noProgram: ['systemctl --user cat podman.service', 'systemctl --user revert podman.service'],
      broken: ['systemctl --user status podman.service', 'systemctl --user revert podman.service'],
    },
    fixes: [],
  },
  requires: ['init', 'user', 'userUnits'],
  evaluate({ init, user, userUnits }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (userUnits.state === 'absent') return notApplicable(userUnits.because);
    const unit = userUnits.value.get('podman.service');
    if (unit === undefined || unit.load === 'not-found')
      return notApplicable('there is no podman.service');
    return judge(unit, session.user.name);
  },
  explains: (): readonly Consequence[] => [
    { check: 'podman-api' },
    { check: 'podman-socket', messageId: 'failed' },
  ],
});

type Kind = 'masked' | 'broken' | 'noProgram' | 'failed' | 'restarts';

function judge(unit: UnitState, user: string): Verdict<Kind> {
  const program = unit.program || 'its program';
  const data = { user, program, file: unit.dropIns.at(-1) ?? unit.fragment };
  const evidence = unitEvidence(unit, 'active, or inactive without a failure');
  switch (kindOf(unit)) {
    case 'masked':
      return fail('masked', data, evidence);
    case 'broken':
      return fail('broken', { ...data, error: unit.loadError }, evidence);
    case 'noProgram': {
      const found = { kind: 'file', where: program, found: 'no program' } as const;
      return fail('noProgram', data, { ...found, expected: 'the podman of this host' });
    }
    case 'failed': {
      const status = unit.exitStatus ?? 'unknown';
      return fail('failed', { ...data, result: unit.result, status }, evidence);
    }
    case 'restarts':
      return fail('restarts', { ...data, count: unit.restarts }, evidence);
    case 'fine':
      return pass;
  }
}

function kindOf(unit: UnitState): Kind | 'fine' {
  if (unit.load === 'masked' || unit.fileState.startsWith('masked')) return 'masked';
  if (unit.load !== 'loaded') return 'broken';
  if (unit.programMissing) return 'noProgram';
  if (unit.active === 'failed') return 'failed';
  // While a client waits, systemd tries again and again: the last result tells.
  if (unit.result !== 'success' && unit.result !== '') return 'failed';
  // The count survives until the next clean start, so it only matters while systemd is at it again.
  return unit.sub === 'auto-restart' || (unit.restarts > 1 && unit.active === 'activating')
    ? 'restarts'
    : 'fine';
}
