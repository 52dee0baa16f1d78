import { goneRuntimes } from '../../src/domain/oci-runtime.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/**
 * A container keeps the name of its runtime in the database (`OCIRuntime` in libpod/container_config.go). The file is only
 * searched for names, and those of removed containers may still be in it: so a runtime that is gone is a fault where no
 * other one is named.
 */
export const recordedRuntime = defineCheck({
  meta: {
    id: 'recorded-runtime',
    area: 'version',
    title: 'The runtime that containers were made with is installed',
    failureTitle: 'The runtime that containers were made with is not installed',
    description:
      'A container is started by the runtime that it was made with, whatever the default is by now. After an upgrade that replaced runc by crun, old containers do not start.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F151'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html',
      'https://github.com/containers/podman/issues/9679',
      'https://github.com/containers/podman/issues/10978',
    ],
    messages: {
      missing:
        'The containers in {{graphRoot}} were made with {{name}}, which is not installed: none of them starts.',
    },
    commands: {
      missing: ['podman ps --all', 'podman system migrate --new-runtime {{other}}'],
    },
    fixes: ['runtime-migrate'],
  },
  requires: ['storage', 'tools'],
  consults: ['containersConf', 'configuredPaths'],
  evaluate({ storage, tools, containersConf, configuredPaths }) {
    if (storage.state !== 'known' || !storage.value.hasContainers) {
      return notApplicable('there are no containers');
    }
    if (tools.state !== 'known') return unknown(tools.because);
    const { graphRoot, runtimes } = storage.value;
    const gone = goneRuntimes(storage.value, {
      containersConf,
      configuredPaths,
      tools: tools.value,
    });
    const [first] = gone;
    if (first === undefined) return pass;
    const { name } = first;
    if (gone.length < runtimes.length) {
      return unknown(
        `${name} is not installed, and only Podman can tell whether a container still asks for it`,
      );
    }
    const other = name === 'crun' ? 'runc' : 'crun';
    return fail(
      'missing',
      { graphRoot, name, other },
      { kind: 'command', where: `command -v ${name}`, found: 'nothing', expected: name },
    );
  },
});
