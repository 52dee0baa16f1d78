import { networkNames, ownCniNetworks } from '../../src/domain/cni-networks.ts';
import { podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** The default network comes with Debian's package; what a user made is missed after the change. */
export const networkLeftovers = defineCheck({
  meta: {
    id: 'network-leftovers',
    area: 'network',
    title: 'No networks of the other backend are left',
    failureTitle: 'Networks of CNI are left, and netavark does not read them',
    description:
      'Networks that were made before the change of the backend do not exist any more for Podman; containers and compose files that name them fail.',
    severity: 'info',
    needs: ['run'],
    covers: ['F104'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-network.1.html',
      'https://github.com/containers/podman/blob/main/docs/tutorials/basic_networking.md',
    ],
    messages: {
      cni: 'Podman uses netavark and ignores {{count}} CNI networks in {{directory}}: {{names}}.',
      recorded: '{{path}} says cni, and Podman {{version}} uses netavark all the same.',
    },
    commands: {
      cni: ['ls {{directory}}', 'podman network create --help'],
      recorded: ['printf netavark > {{path}}'],
    },
    fixes: [],
  },
  requires: ['tools', 'versions', 'containersConf', 'networkConfig'],
  evaluate(facts) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (facts.networkConfig.state === 'absent') return notApplicable(facts.networkConfig.because);
    const config = facts.networkConfig.value;
    const { backend } = usedBackend(host, config);
    if (backend !== 'netavark') return notApplicable('the network backend is not netavark');
    if (config.backendFile.status === 'ok' && config.backendFile.value === 'cni') {
      const { path } = config.backendFile;
      return fail(
        'recorded',
        { path, version: host.podman.text },
        { kind: 'file', where: path, found: 'cni', expected: 'netavark' },
      );
    }
    if (config.denied.some((path) => path.startsWith(config.cniDir))) {
      return unknown(`${config.cniDir} is not readable by this user`);
    }
    const left = ownCniNetworks(config);
    if (left.length === 0) return pass;
    const names = networkNames(left);
    return fail(
      'cni',
      { count: left.length, directory: config.cniDir, names },
      {
        kind: 'file',
        where: config.cniDir,
        found: left.map(({ path }) => path).join(', '),
        expected: `networks in ${config.netavarkDir}`,
      },
    );
  },
});
