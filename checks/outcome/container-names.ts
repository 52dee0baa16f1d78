import { causesOf } from '../../src/domain/outcome-causes.ts';
import {
  callEvidence,
  containerSaid,
  finishedStep,
  isVerdict,
  podmanSaid,
} from '../../src/domain/outcomes.ts';
import { podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import { defineCheck, fail, type FactsOf, notApplicable, pass } from '../../src/model/check.ts';
import type { Outcomes, OutcomeStepName } from '../../src/parse/outcomes.ts';

/** Each of two containers on a network of their own asks for the other one. */
export const containerNames = defineCheck({
  meta: {
    id: 'container-names',
    area: 'outcome',
    title: 'Two containers resolve each other by name',
    failureTitle: 'Two containers do not resolve each other by name',
    description: 'Compose files and pods that name their services do not work.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-network-create.1.html',
      'https://github.com/containers/aardvark-dns',
    ],
    messages: {
      noNetwork: 'Podman cannot make a network (exit code {{exit}}); it says: {{said}}',
      notRun:
        'A container on a network of its own does not run (exit code {{exit}}); podman says: {{said}}',
      unresolved:
        'Two containers run on one network, but {{who}} got no address for the name of the other one.',
    },
    commands: {
      noNetwork: ['podman info', 'podman --log-level debug network create probe'],
      notRun: ['podman info', 'podman --log-level debug network create probe'],
      unresolved: ['podman info', 'ls -l /usr/lib/podman /usr/libexec/podman'],
    },
    fixes: [],
  },
  requires: ['outcomes'],
  consults: ['tools', 'versions', 'containersConf', 'networkConfig'],
  evaluate(facts) {
    const { outcomes } = facts;
    for (const [name, messageId, where] of STEPS) {
      const step = finishedStep(outcomes, name);
      if (isVerdict(step)) return step;
      if (step.exitCode === 0) continue;
      const said = podmanSaid(step);
      return fail(
        messageId,
        { exit: step.exitCode, said },
        callEvidence(where, said, 'exit code 0'),
      );
    }
    const who = unresolvedBy(outcomes.state === 'known' ? outcomes.value : undefined);
    if (who === '') return pass;
    if (usesCni(facts))
      return notApplicable(
        'the network backend is CNI, which has no names without the plugin dnsname',
      );
    return fail(
      'unresolved',
      { who },
      callEvidence('getent hosts', 'nothing', 'the address of the other container'),
    );
  },
  follows: (_, { data }) => causesOf('names', String(data?.['said'] ?? '')),
});

const STEPS = [
  ['network', 'noNetwork', 'podman network create'],
  ['first', 'notRun', 'podman run --network'],
  ['names', 'notRun', 'podman run --network'],
] as const satisfies readonly (readonly [OutcomeStepName, string, string])[];

function unresolvedBy(outcomes: Outcomes | undefined): string {
  const step = outcomes?.steps.get('names');
  if (step === undefined) return 'neither';
  const [second, first] = [containerSaid(step, 'first'), containerSaid(step, 'second')];
  if (first !== '' && second !== '') return '';
  if (first === '' && second === '') return 'neither';
  return first === '' ? 'the first' : 'the second';
}

function usesCni({
  tools,
  versions,
  containersConf,
  networkConfig,
}: FactsOf<never, 'tools' | 'versions' | 'containersConf' | 'networkConfig'>): boolean {
  if (tools.state === 'unreadable' || versions.state === 'unreadable') return false;
  if (containersConf.state === 'unreadable' || networkConfig.state !== 'known') return false;
  const host = podmanNetwork({ tools, versions, containersConf });
  return !('because' in host) && usedBackend(host, networkConfig.value).backend === 'cni';
}
