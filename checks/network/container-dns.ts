import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { hasHelper, podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** aardvark-dns is only recommended by netavark's package; CNI has the plugin dnsname for the same. */
export const containerDns = defineCheck({
  meta: {
    id: 'container-dns',
    area: 'network',
    title: 'Containers on one network find each other by name',
    failureTitle: 'Containers on one network do not find each other by name',
    description:
      'Compose files and pods that name their services do not work: the program that answers for container names is missing.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F091'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/aardvark-dns',
      'https://docs.podman.io/en/latest/markdown/podman-network-create.1.html',
    ],
    messages: {
      missing:
        'aardvark-dns is in none of the helper directories of Podman {{version}}: containers get no DNS for container names.',
    },
    commands: { missing: ['sudo apt-get install aardvark-dns'] },
    fixes: ['helper-packages'],
  },
  requires: ['tools', 'versions', 'containersConf', 'networkConfig'],
  consults: ['configuredPaths'],
  evaluate(facts) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (facts.networkConfig.state === 'absent') return notApplicable(facts.networkConfig.because);
    const { backend } = usedBackend(host, facts.networkConfig.value);
    if (backend !== 'netavark') return notApplicable('the network backend is not netavark');
    const isThere = hasHelper('aardvark-dns', host, facts.configuredPaths);
    if (isThere === null) return unknown(whyUnseen(host.tools));
    if (isThere) return pass;
    return fail(
      'missing',
      { version: host.podman.text },
      {
        kind: 'file',
        where: '/usr/lib/podman/aardvark-dns',
        found: 'not there',
        expected: 'a program',
      },
    );
  },
});
