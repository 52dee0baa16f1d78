import { isActive } from '../../src/domain/packet-filter.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** firewalld drops on reload what others added: measured, also the trust in the network of containers. */
export const firewalldReload = defineCheck({
  meta: {
    id: 'firewalld-reload',
    area: 'firewall',
    title: "Reloading firewalld keeps Podman's rules",
    failureTitle: "Reloading firewalld removes Podman's rules",
    description:
      'After `firewall-cmd --reload` or an update of firewalld, running rootful containers lose their published ports and their way out.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F079'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/5431',
      'https://docs.podman.io/en/latest/markdown/podman-network-reload.1.html',
    ],
    messages: {
      disabled:
        "firewalld.service is active and netavark-firewalld-reload.service is not enabled: a reload of firewalld removes Podman's rules.",
      noUnit:
        "firewalld.service is active and this netavark has no netavark-firewalld-reload.service: a reload of firewalld removes Podman's rules.",
    },
    commands: {
      disabled: ['sudo systemctl enable --now netavark-firewalld-reload.service'],
      noUnit: ['sudo podman network reload --all'],
    },
    fixes: [],
  },
  requires: ['firewall'],
  evaluate({ firewall }) {
    if (firewall.state === 'absent') return notApplicable(firewall.because);
    if (!isActive(firewall.value, 'firewalld')) return notApplicable('firewalld is not active');
    const unit = firewall.value.units.find(({ name }) => name === 'netavark-firewalld-reload');
    if (unit?.enabled === true) return pass;
    return fail(
      unit === undefined ? 'noUnit' : 'disabled',
      {},
      {
        kind: 'unit',
        where: 'netavark-firewalld-reload.service',
        found: unit === undefined ? 'not installed' : 'disabled',
        expected: 'enabled',
      },
    );
  },
});
