import { podmanProfile } from '../../src/domain/podman-profile.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { stringsAt } from '../../src/parse/toml.ts';
import { isAtLeast, upstreamText } from '../../src/parse/version.ts';

/**
 * Podman says `could not find a working conmon binary (configured options: […])`. Measured with 5.4: a
 * wrong `conmon_path` does no harm while conmon is on the PATH.
 */
export const conmon = defineCheck({
  meta: {
    id: 'conmon',
    area: 'version',
    title: 'conmon is there',
    failureTitle: 'conmon is missing, broken or too old',
    description:
      'conmon holds the terminal, the log and the exit code of each container; no container starts without it.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: ['F149'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/conmon',
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
    ],
    messages: {
      missing: 'conmon is not installed: it is neither on the PATH nor where Podman looks for it.',
      broken: '{{path}} does not run: {{output}} (exit code {{exitCode}}).',
      tooOld: '{{path}} is conmon {{version}}; Podman {{podman}} needs {{needed}} or later.',
    },
    commands: {
      missing: ['sudo apt-get install conmon'],
      broken: ['{{path}} --version', 'ldd {{path}}', 'sudo apt-get install --reinstall conmon'],
      tooOld: ['{{path}} --version', 'sudo apt-get install conmon'],
    },
    fixes: ['helper-packages', 'package-reinstall'],
  },
  requires: ['tools', 'versions'],
  consults: ['containersConf', 'configuredPaths'],
  evaluate({ tools, versions, containersConf, configuredPaths }) {
    const { onPath, paths } = valueOr(tools, { onPath: undefined, paths: undefined });
    if (onPath?.podman === undefined) return notApplicable('there is no podman');
    const configured =
      containersConf.state === 'known'
        ? (stringsAt(containersConf.value.settings, 'engine.conmon_path') ?? [])
        : [];
    const state =
      configuredPaths.state === 'known' ? configuredPaths.value : new Map<string, string>();
    if (configured.some((path) => state.get(path) === 'program')) return pass;
    if (paths?.conmon === undefined) {
      const where = 'command -v conmon';
      return fail(
        'missing',
        {},
        { kind: 'command', where, found: 'nothing', expected: '/usr/bin/conmon' },
      );
    }
    const { conmon: asked, podman } = valueOr(versions, { conmon: undefined, podman: undefined });
    if (asked === undefined) return pass;
    const evidence = { kind: 'command', where: `${asked.path} --version` } as const;
    if (asked.exitCode !== 0) {
      const output = asked.output === '' ? 'no output' : asked.output;
      return fail(
        'broken',
        { path: asked.path, output, exitCode: asked.exitCode },
        { ...evidence, found: output, expected: 'conmon version …' },
      );
    }
    if (asked.version === undefined || podman?.version === undefined) return pass;
    const needed = podmanProfile(podman.version).minimumConmon;
    if (isAtLeast(asked.version, needed)) return pass;
    const version = upstreamText(asked.version);
    return fail(
      'tooOld',
      { path: asked.path, version, podman: upstreamText(podman.version), needed },
      { ...evidence, found: version, expected: `${needed} or later` },
    );
  },
});
