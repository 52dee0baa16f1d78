import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { stringAt } from '../../src/parse/toml.ts';

/**
 * Measured with Podman 5.4: without catatonit containers start, `--init` fails with
 * `lookup init binary: exec: "catatonit": executable file not found in $PATH`.
 */
export const initBinary = defineCheck({
  meta: {
    id: 'init-binary',
    area: 'version',
    title: 'The init process for containers is there',
    failureTitle: 'The init process for containers is missing',
    description:
      'Podman puts catatonit into containers that are started with --init and into pods, and keeps the user namespace by it.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F154'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html#init',
      'https://github.com/openSUSE/catatonit',
    ],
    messages: {
      missing: 'catatonit is not installed: containers with --init and pods do not start.',
      configuredMissing: '{{file}} line {{line}} sets init_path = "{{path}}", which is no program.',
    },
    commands: {
      missing: ['sudo apt-get install catatonit'],
      configuredMissing: ['ls -l {{path}}', 'sudo apt-get install catatonit'],
    },
    fixes: ['helper-packages'],
  },
  requires: ['tools'],
  consults: ['containersConf', 'configuredPaths'],
  evaluate({ tools, containersConf, configuredPaths }) {
    const found = valueOr(tools, undefined);
    if (found?.onPath.podman === undefined) return notApplicable('there is no podman');
    const settings =
      containersConf.state === 'known' ? containersConf.value.settings : new Map<string, never>();
    const key =
      ['containers.init_path', 'engine.init_path'].find(
        (one) => stringAt(settings, one) !== undefined,
      ) ?? '';
    const path = stringAt(settings, key);
    if (path === undefined) {
      if (found.paths.catatonit !== undefined) return pass;
      return fail(
        'missing',
        {},
        {
          kind: 'command',
          where: 'command -v catatonit',
          found: 'nothing',
          expected: '/usr/bin/catatonit',
        },
      );
    }
    const state = configuredPaths.state === 'known' ? configuredPaths.value.get(path) : undefined;
    if (state === 'program') return pass;
    if (state === undefined || state === 'denied')
      return unknown(`whether ${path} is a program could not be seen`);
    const { file = '', line = null } = settings.get(key) ?? {};
    return fail(
      'configuredMissing',
      { file, line: line ?? '?', path },
      {
        kind: 'file',
        where: file,
        ...(line === null ? {} : { line }),
        found: `init_path = "${path}"`,
        expected: 'the path of a program',
      },
    );
  },
});
