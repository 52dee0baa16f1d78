import { isActive } from '../src/domain/packet-filter.ts';
import { change, defineFix, manual, noop } from '../src/model/fix.ts';

/** Changes no rule that is there, and so needs no guard: netavark puts back those of running containers. */
export const netavarkReload = defineFix({
  meta: {
    id: 'netavark-reload',
    title: 'Let netavark put its rules back when firewalld is reloaded',
    description:
      'Enables and starts netavark-firewalld-reload.service, which puts the rules of running rootful containers back now, and after every reload.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://github.com/containers/netavark/issues/230'],
  },
  requires: ['firewall'],
  plan({ firewall }) {
    if (firewall.state === 'absent') return noop(firewall.because);
    if (!isActive(firewall.value, 'firewalld')) return noop('firewalld is not active');
    const unit = firewall.value.units.find(({ name }) => name === 'netavark-firewalld-reload');
    if (unit === undefined) {
      return manual(
        'this netavark has no unit that does it: it has to be repeated after every reload',
        'sudo podman network reload --all',
      );
    }
    if (unit.enabled) return noop('netavark-firewalld-reload.service is enabled');
    return change([
      {
        ...{ kind: 'enable-unit', manager: 'system', now: true },
        ...{ as: 'root', effect: 'safe', undo: 'exact' },
        summary: 'Enable and start netavark-firewalld-reload.service',
        unit: 'netavark-firewalld-reload.service',
        before: { enabled: false, active: unit.active === 'active' },
      },
    ]);
  },
});
