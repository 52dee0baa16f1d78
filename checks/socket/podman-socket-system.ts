import { defineCheck, fail, notApplicable, pass, type Verdict } from '../../src/model/check.ts';
import { isRoot } from '../../src/domain/host.ts';
import { socketUnit, type SocketUnitState } from '../../src/domain/podman-socket.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import type { UnitState } from '../../src/parse/unit-properties.ts';

/**
 * The API of rootful Podman, at /run/podman/podman.sock. Containers of root run without it, so it is asked
 * for only where root's own API is: with root as the target user.
 */
export const podmanSocketSystem = defineCheck({
  meta: {
    id: 'podman-socket-system',
    area: 'socket',
    title: "The system's podman.socket listens",
    failureTitle: "The system's podman.socket does not listen",
    description: 'Clients of rootful Podman find nothing at /run/podman/podman.sock.',
    severity: 'error',
    needs: ['api'],
    covers: ['F061'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-service.1.html'],
    messages: {
      missing: 'There is no system unit podman.socket on this host.',
      masked: 'The system unit podman.socket is masked by {{path}}.',
      broken: 'The system unit podman.socket cannot be loaded: {{error}} ({{path}})',
      failed: 'The system unit podman.socket has failed: {{result}}.',
      disabled: 'The system unit podman.socket is {{state}} and {{active}}.',
      stopped: 'The system unit podman.socket is enabled, but it does not listen now.',
    },
    commands: {
      missing: ['podman --version', 'ls /usr/lib/systemd/system/podman.socket'],
      masked: ['sudo systemctl unmask podman.socket', 'sudo systemctl enable --now podman.socket'],
      broken: ['systemctl status podman.socket', 'sudo systemctl edit podman.socket'],
      failed: [
        'systemctl status podman.socket podman.service',
        'sudo systemctl restart podman.socket',
      ],
      disabled: ['sudo systemctl enable --now podman.socket'],
      stopped: ['sudo systemctl start podman.socket'],
    },
    fixes: ['podman-socket-system'],
  },
  requires: ['init', 'systemUnits', 'user'],
  evaluate({ init, systemUnits, user }) {
    if (!isRoot(user))
      return notApplicable('the target user is not root: podman-socket is its check');
    if (init.state === 'absent' || !init.value.systemd) {
      return notApplicable('systemd is not the init of this host');
    }
    const unit = systemUnits.state === 'known' ? systemUnits.value.get('podman.socket') : undefined;
    if (unit === undefined) return notApplicable('systemctl did not tell about podman.socket');
    return judge(unit);
  },
  explains: () => [{ check: 'docker-host', messageId: 'noSocket' }],
});

type MessageId = Exclude<SocketUnitState['kind'], 'ready'>;

function judge(unit: UnitState): Verdict<MessageId> {
  const { now, later } = socketUnit(unit, false);
  const state = now.kind === 'ready' ? later : now;
  const evidence = unitEvidence(unit, 'active, enabled');
  switch (state.kind) {
    case 'ready':
      return pass;
    case 'masked':
      return fail('masked', { path: state.path }, evidence);
    case 'broken':
      return fail('broken', { path: state.path, error: state.error }, evidence);
    case 'failed':
      return fail('failed', { result: state.result }, evidence);
    case 'disabled': {
      const data = { state: unit.fileState || 'without a file', active: unit.active };
      return fail('disabled', data, evidence);
    }
    case 'missing':
    case 'stopped':
      return fail(state.kind, {}, evidence);
  }
}
