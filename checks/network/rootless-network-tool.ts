import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { hasRootlessTool, isRoot, podmanNetwork } from '../../src/domain/podman-network.ts';
import { podmanProfile } from '../../src/domain/podman-profile.ts';
import { rootlessNetwork } from '../../src/domain/rootless-network.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { TomlSettings } from '../../src/parse/toml.ts';
import type { Version } from '../../src/parse/version.ts';

/** Every rootless container without `--network host` or `none` is connected by one of the two. */
export const rootlessNetworkTool = defineCheck({
  meta: {
    id: 'rootless-network-tool',
    area: 'network',
    title: 'The program that connects rootless containers is there',
    failureTitle: 'The program that connects rootless containers is missing',
    description: 'Containers with the default network do not start.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F092', 'F093', 'F094'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/22015',
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
    ],
    messages: {
      pasta:
        'Podman {{version}} connects rootless containers with pasta, which is neither on the PATH nor in the helper directories.',
      slirp4netns:
        'Podman {{version}} connects rootless containers with slirp4netns, which is not on the PATH.',
      refused:
        '{{file}} line {{line}} sets default_rootless_network_cmd="{{value}}", which Podman {{version}} does not know.',
    },
    commands: {
      pasta: ['sudo apt-get install passt'],
      slirp4netns: ['sudo apt-get install slirp4netns'],
      refused: ["sed -i '/^ *default_rootless_network_cmd/d' {{file}}"],
    },
    fixes: ['helper-packages'],
  },
  requires: ['tools', 'versions', 'containersConf', 'user'],
  consults: ['configuredPaths'],
  evaluate(facts) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (isRoot(facts.user)) {
      return notApplicable('the target user is root, whose containers are on a bridge');
    }
    const network = rootlessNetwork(host.podman, host.settings);
    if ('refused' in network) return refused(network.refused, host);
    const { tool } = network;
    const isThere = hasRootlessTool(tool, host, facts.configuredPaths);
    if (isThere === null) return unknown(whyUnseen(host.tools));
    if (isThere) return pass;
    if (podmanProfile(host.podman).startsWithoutNetworkTool) {
      return notApplicable(
        `Podman ${host.podman.text} starts containers without ${tool} too: of their network rootless-network-setup speaks`,
      );
    }
    return fail(
      tool,
      { version: host.podman.text },
      { kind: 'command', where: `command -v ${tool}`, found: 'not found', expected: tool },
    );
  },
});

function refused(
  value: string,
  { podman, settings }: { readonly podman: Version; readonly settings: TomlSettings },
): Verdict<'refused'> {
  const setting = settings.get('network.default_rootless_network_cmd');
  const [file, line] = [setting?.file ?? 'containers.conf', setting?.line ?? 1];
  return fail(
    'refused',
    { file, line, value, version: podman.text },
    {
      kind: 'file',
      where: file,
      line,
      found: value,
      expected: podman.numbers[0] < 6 ? 'pasta or slirp4netns' : 'pasta',
    },
  );
}
