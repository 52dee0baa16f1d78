import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

const UNIT = 'podman.socket';

/** Only offered under the need `rootful`, or when named: who may write to it is root. */
export const podmanSocketSystem = defineFix({
  meta: {
    id: 'podman-socket-system',
    title: 'Enable podman.socket of the system',
    description:
      'Enables and starts the socket of the API of rootful Podman, /run/podman/podman.sock.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-service.1.html'],
  },
  requires: ['systemUnits'],
  plan({ systemUnits }) {
    if (systemUnits.state === 'absent') {
      return manual(systemUnits.because, 'sudo podman system service --time=0');
    }
    const unit = systemUnits.value.get(UNIT);
    if (unit === undefined || unit.load === 'not-found') {
      return blocked('there is no podman.socket: the package of Podman lacks it here');
    }
    if (unit.load === 'masked') {
      return manual(
        'podman.socket of the system is masked: somebody forbade it',
        'sudo systemctl unmask podman.socket',
      );
    }
    const [enabled, active] = [unit.fileState === 'enabled', unit.active === 'active'];
    if (enabled && active) return noop('podman.socket of the system is enabled and active');
    return change([
      {
        kind: 'enable-unit',
        summary: 'Enable and start podman.socket of the system',
        as: 'root',
        effect: 'safe',
        undo: 'exact',
        manager: 'system',
        unit: UNIT,
        now: true,
        before: { enabled, active },
      },
    ]);
  },
});
