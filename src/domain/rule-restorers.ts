import type { Firewall, FirewallLine, FirewallUnit } from '../facts/firewall.ts';

/** Drop-in by which a start or reload of nftables.service ends with Podman's rules. */
export const NFTABLES_DROP_IN = '/etc/systemd/system/nftables.service.d/zz-podready-podman.conf';

/** `flush ruleset` of a file that nftables.service reads, while that is enabled; else undefined. */
export function flushOf({ units, lines }: Firewall): FirewallLine | undefined {
  if (!isEnabled(units, 'nftables')) return undefined;
  return lines.find(({ text }) => /^flush ruleset\b/u.test(text));
}

/** Whether something puts Podman's rules back after nftables.service has flushed them. */
export function restoresAfterNftables({ units, lines }: Firewall): boolean {
  return (
    isEnabled(units, 'netavark-nftables-reload') ||
    lines.some(({ text }) => /^ExecStartPost=.*\bpodman network reload\b/u.test(text))
  );
}

function isEnabled(units: readonly FirewallUnit[], name: string): boolean {
  return units.some((unit) => unit.name === name && unit.enabled);
}
