import { flushOf, restoresAfterNftables } from '../../src/domain/rule-restorers.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** Debian's nftables.conf begins with it: harmless until the unit is in use beside rootful containers. */
export const firewallReloadFlush = defineCheck({
  meta: {
    id: 'firewall-reload-flush',
    area: 'firewall',
    title: "Reloading nftables keeps Podman's rules",
    failureTitle: "Reloading nftables removes Podman's rules",
    description:
      'After the next restart of nftables.service, running rootful containers lose their published ports and their way out.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F080'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/issues/230',
      'https://wiki.debian.org/nftables',
    ],
    messages: {
      unit: '{{file}} line {{line}} has “flush ruleset” and nftables.service is enabled, while netavark-nftables-reload.service, which would put the rules back, is not.',
      noUnit:
        "{{file}} line {{line}} has “flush ruleset” and nftables.service is enabled: its restart removes Podman's rules, and nothing puts them back.",
    },
    commands: {
      unit: ['sudo systemctl enable --now netavark-nftables-reload.service'],
      noUnit: ['sudo podman network reload --all', 'sudo systemctl disable nftables.service'],
    },
    fixes: ['nftables-reload'],
  },
  requires: ['firewall'],
  evaluate({ firewall }) {
    if (firewall.state === 'absent') return notApplicable(firewall.because);
    const { units } = firewall.value;
    const flush = flushOf(firewall.value);
    if (!units.some(({ name, enabled }) => name === 'nftables' && enabled)) {
      return notApplicable('nftables.service is not enabled');
    }
    if (flush === undefined || restoresAfterNftables(firewall.value)) return pass;
    const { file, line } = flush;
    const hasUnit = units.some(({ name }) => name === 'netavark-nftables-reload');
    return fail(
      hasUnit ? 'unit' : 'noUnit',
      { file, line },
      {
        kind: 'file',
        where: file,
        line,
        found: flush.text,
        expected: 'tables that are flushed one by one, or a unit that reloads Podman’s networks',
      },
    );
  },
});
