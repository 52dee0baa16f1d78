import { newestVersion } from '../../src/domain/network-backend.ts';
import { podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import type { CniConfig } from '../../src/parse/cni.ts';
import { compareVersions, parseVersion } from '../../src/parse/version.ts';

type CniMessage = 'tooNew' | 'malformed';

/** Podman 3.4 writes networks of version 1.0.0, which the plugins of its time refuse. */
export const cniVersions = defineCheck({
  meta: {
    id: 'cni-versions',
    area: 'network',
    title: 'The CNI plugins understand the networks of the user',
    failureTitle: 'The CNI plugins do not understand a network of the user',
    description: 'Podman skips the network, and says that it is not found.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F103'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/21511',
      'https://www.cni.dev/docs/spec/',
    ],
    messages: {
      tooNew:
        '{{file}} line {{line}} asks for CNI {{version}}, and the plugins know at most {{newest}}.',
      malformed: '{{file}} cannot be used as a CNI network: {{problem}}.',
    },
    commands: {
      tooNew: [`sed -i 's/"cniVersion": "1[^"]*"/"cniVersion": "0.4.0"/' {{file}}`],
      malformed: ['python3 -m json.tool {{file}}'],
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
    if (backend !== 'cni') return notApplicable('the network backend is not CNI');
    if (config.denied.some((path) => path.startsWith(config.cniDir))) {
      return unknown(`${config.cniDir} is not readable by this user`);
    }
    const newest =
      config.pluginVersions === undefined ? undefined : newestVersion(config.pluginVersions);
    return verdictOf(config.cni.flatMap((one) => findingOf(one, newest)));
  },
});

function findingOf(
  { path, version, line, problem }: CniConfig,
  newest: ReturnType<typeof newestVersion>,
): readonly Finding<CniMessage>[] {
  if (problem !== undefined) {
    return [
      {
        messageId: 'malformed',
        data: { file: path, problem },
        evidence: [{ kind: 'file', where: path, found: problem, expected: 'a JSON object' }],
      },
    ];
  }
  const wanted = parseVersion(version);
  if (wanted === undefined || newest === undefined || compareVersions(wanted, newest) <= 0)
    return [];
  return [
    {
      messageId: 'tooNew',
      data: { file: path, line: line ?? 1, version, newest: newest.text },
      evidence: [
        {
          kind: 'file',
          where: path,
          line: line ?? 1,
          found: version,
          expected: `at most ${newest.text}`,
        },
      ],
    },
  ];
}
