import { podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** Podman reads which backend to use from its configuration, else from a file beside the images. */
export const networkBackend = defineCheck({
  meta: {
    id: 'network-backend',
    area: 'network',
    title: 'Podman accepts the network backend that is set',
    failureTitle: 'Podman refuses the network backend that is set',
    description: 'Every command that touches containers or networks fails before it does anything.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F104'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://docs.podman.io/en/latest/markdown/podman-network.1.html',
    ],
    messages: {
      cniGone:
        '{{file}} line {{line}} sets network_backend="cni", and Podman {{version}} has no CNI any more.',
      notKnown:
        '{{file}} line {{line}} sets network_backend="{{value}}"; Podman knows only netavark and cni.',
      badFile:
        '{{path}} holds “{{value}}”; Podman accepts only the word netavark (or cni), without a line break.',
    },
    commands: {
      cniGone: ["sed -i '/^ *network_backend/d' {{file}}"],
      notKnown: ["sed -i '/^ *network_backend/d' {{file}}"],
      badFile: ['printf netavark > {{path}}'],
    },
    fixes: ['containers-conf-drop-in', 'network-backend-file'],
  },
  requires: ['tools', 'versions', 'containersConf', 'networkConfig'],
  evaluate(facts) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (facts.networkConfig.state === 'absent') return notApplicable(facts.networkConfig.because);
    const { backendFile } = facts.networkConfig.value;
    const { choice, backend } = usedBackend(host, facts.networkConfig.value);
    if (choice.by === 'default' && backendFile.status === 'denied') {
      return unknown(`${backendFile.path} is not readable by this user`);
    }
    if (backend !== undefined) return pass;
    if (choice.by === 'file') return refusedFile(backendFile.path, choice.value);
    const setting = host.settings.get('network.network_backend');
    const [file, line] = [setting?.file ?? 'containers.conf', setting?.line ?? 1];
    return fail(
      choice.value === 'cni' ? 'cniGone' : 'notKnown',
      { file, line, value: choice.value, version: host.podman.text },
      {
        kind: 'file',
        where: file,
        line,
        found: `network_backend = "${choice.value}"`,
        expected: 'network_backend = "netavark", or no such line',
      },
    );
  },
});

function refusedFile(path: string, found: string): ReturnType<typeof fail<'badFile'>> {
  const value = found.replaceAll('\n', '\\n');
  return fail(
    'badFile',
    { path, value },
    {
      kind: 'file',
      where: path,
      found: value === '' ? 'an empty file' : value,
      expected: 'netavark',
    },
  );
}
