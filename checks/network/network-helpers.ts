import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { hasHelper, isRoot, podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';

/** Measured with 5.4.2: without netavark `podman run` fails whatever the network, `podman info` too. */
export const networkHelpers = defineCheck({
  meta: {
    id: 'network-helpers',
    area: 'network',
    title: 'The programs of the network backend are there',
    failureTitle: 'A program of the network backend is missing',
    description: 'Podman looks for its network backend at every start, and fails without it.',
    severity: 'error',
    needs: ['run', 'api', 'rootful'],
    covers: ['F090'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/11719',
      'https://docs.podman.io/en/latest/markdown/podman-network.1.html',
    ],
    messages: {
      netavark:
        'Podman {{version}} uses the network backend netavark, and netavark is in none of its helper directories.',
      plugins:
        'Podman {{version}} uses the network backend CNI, and the plugin bridge is in none of the directories of CNI plugins.',
    },
    commands: {
      netavark: ['sudo apt-get install netavark aardvark-dns'],
      plugins: ['sudo apt-get install containernetworking-plugins'],
    },
    fixes: ['helper-packages'],
  },
  requires: ['tools', 'versions', 'containersConf', 'networkConfig', 'user'],
  consults: ['configuredPaths'],
  evaluate(facts, { names }) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (facts.networkConfig.state === 'absent') return notApplicable(facts.networkConfig.because);
    const { choice, backend } = usedBackend(host, facts.networkConfig.value);
    if (backend === undefined) {
      return notApplicable('Podman refuses the network backend that is set');
    }
    if (backend === 'netavark') {
      const isThere = hasHelper('netavark', host, facts.configuredPaths);
      return isThere === null
        ? unknown(whyUnseen(host.tools))
        : netavarkVerdict(isThere, host.podman.text);
    }
    const hasBridge = Object.values(host.tools.cniPlugins).some((all) => all.includes('bridge'));
    // Podman 3 starts a rootless container without any plugin; only bridge networks run them.
    const isNeeded = isRoot(facts.user) || names.has('rootful') || choice.by === 'default';
    if (hasBridge) return pass;
    if (!isNeeded) return notApplicable('rootless containers of this Podman need no CNI plugin');
    return fail(
      'plugins',
      { version: host.podman.text },
      { kind: 'file', where: '/usr/lib/cni/bridge', found: 'not there', expected: 'a program' },
    );
  },
});

function netavarkVerdict(isThere: boolean, version: string): Verdict<'netavark'> {
  if (isThere) return pass;
  return fail(
    'netavark',
    { version },
    { kind: 'file', where: '/usr/lib/podman/netavark', found: 'not there', expected: 'a program' },
  );
}
