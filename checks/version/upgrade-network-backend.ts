import { networkNames, ownCniNetworks } from '../../src/domain/cni-networks.ts';
import { podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import type { NetworkConfig } from '../../src/facts/network-config.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { stringAt, type TomlSetting, type TomlSettings } from '../../src/parse/toml.ts';

type Message = 'configured' | 'networks';

/** Podman 5 is built without CNI (`unsupported network backend "cni"`), Podman 6 has none. */
export const upgradeNetworkBackend = defineCheck({
  meta: {
    id: 'upgrade-network-backend',
    area: 'version',
    title: 'The Podman to come has the network backend that is in use',
    failureTitle: 'The Podman to come does not have the network backend that is in use',
    description:
      'Since Podman 5 netavark is the only network backend. It does not read the networks of CNI: containers that are on one of them do not start after the upgrade.',
    severity: 'error',
    needs: ['upgrade'],
    covers: ['F104'],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
      'https://github.com/podman-container-tools/container-libs/pull/412',
    ],
    messages: {
      configured: '{{file}} line {{line}} sets network_backend="cni", which {{target}} refuses.',
      networks:
        'Podman {{version}} uses CNI, and {{target}} does not read its networks in {{directory}}: {{names}}.',
    },
    commands: {
      configured: ["sed -i '/^ *network_backend/d' {{file}}"],
      networks: ['podman network inspect {{names}}', 'podman network create --help'],
    },
    fixes: [],
  },
  requires: ['tools', 'versions', 'containersConf', 'networkConfig'],
  evaluate(facts, needs) {
    const upgrade = upgradeOf(needs, facts.versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    const { to, name } = upgrade;
    if (to.networkBackends.includes('cni')) return notApplicable(`${name} still has CNI`);
    const settings: TomlSettings =
      facts.containersConf.state === 'known' ? facts.containersConf.value.settings : new Map();
    if (stringAt(settings, 'network.network_backend') === 'cni') {
      return configured(settings.get('network.network_backend'), name);
    }
    const host = podmanNetwork(facts);
    if ('because' in host || facts.networkConfig.state === 'absent') return pass;
    const config = facts.networkConfig.value;
    const { choice, backend } = usedBackend(host, config);
    const { backendFile } = config;
    if (choice.by === 'default' && backendFile.status === 'denied') {
      return unknown(`${backendFile.path} is not readable by this user`);
    }
    return backend === 'cni' ? networksVerdict(config, host.podman.text, name) : pass;
  },
});

function configured(setting: TomlSetting | undefined, target: string): Verdict<Message> {
  const place = setting ?? { file: 'containers.conf', line: null };
  return fail(
    'configured',
    { ...placeData(place), target },
    {
      kind: 'file',
      ...placeOf(place),
      found: 'network_backend = "cni"',
      expected: 'network_backend = "netavark", or no such line',
    },
  );
}

/** The default network is there with netavark, too. */
function networksVerdict(config: NetworkConfig, version: string, target: string): Verdict<Message> {
  if (config.denied.some((path) => path.startsWith(config.cniDir))) {
    return unknown(`${config.cniDir} is not readable by this user`);
  }
  const own = ownCniNetworks(config);
  if (own.length === 0) return pass;
  const names = networkNames(own);
  return fail(
    'networks',
    { version, target, directory: config.cniDir, names },
    {
      kind: 'file',
      where: config.cniDir,
      found: own.map(({ path }) => path).join(', '),
      expected: `networks in ${config.netavarkDir}`,
    },
  );
}
