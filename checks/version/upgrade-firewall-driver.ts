import { netavarkDriver } from '../../src/domain/firewall-driver.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { netavarkOf, upgradeOf } from '../../src/domain/upgrade.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** `Must provide a valid firewall backend, got iptables`: netavark 2 has no such driver. */
export const upgradeFirewallDriver = defineCheck({
  meta: {
    id: 'upgrade-firewall-driver',
    area: 'version',
    title: 'The netavark to come has the configured firewall driver',
    failureTitle: 'The netavark to come does not have the configured firewall driver',
    description:
      'The netavark of Podman 6 writes its rules with nftables or firewalld. While the configuration asks for iptables, no container on a bridge network starts.',
    severity: 'error',
    needs: ['upgrade'],
    covers: ['F089'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/releases/tag/v2.0.0',
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
    ],
    messages: {
      iptables:
        '{{file}} line {{line}} sets firewall_driver="iptables", which the netavark {{needed}} of {{target}} refuses.',
    },
    commands: {
      iptables: ["sed -i '/^ *firewall_driver/d' {{file}}", 'command -v nft'],
    },
    fixes: [],
  },
  requires: ['versions', 'containersConf'],
  evaluate({ versions, containersConf }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    const netavark = netavarkOf(upgrade.to);
    if (netavark === undefined) {
      return notApplicable(`${upgrade.name} goes with a netavark that has iptables`);
    }
    if (containersConf.state === 'absent') return pass;
    const { settings } = containersConf.value;
    const setting = settings.get('network.firewall_driver');
    const driver = netavarkDriver(netavark, settings);
    // Other names are wrong now, which is the business of another check.
    if (setting === undefined || driver.isSupported || driver.name !== 'iptables') return pass;
    return fail(
      'iptables',
      { ...placeData(setting), needed: netavark.text, target: upgrade.name },
      {
        kind: 'file',
        ...placeOf(setting),
        found: `firewall_driver = "${driver.name}"`,
        expected: 'nftables, firewalld or none, or no such line',
      },
    );
  },
});
