import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { podmanProfile } from '../../src/domain/podman-profile.ts';
import type { ConfiguredPaths } from '../../src/facts/configured-paths.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { ToolVersion, Versions } from '../../src/facts/versions.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';
import { stringsAt } from '../../src/parse/toml.ts';
import { isAtLeast, upstreamText, type Version } from '../../src/parse/version.ts';

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
    if (tools.state === 'absent' || tools.value.onPath.podman === undefined) {
      return notApplicable('there is no podman');
    }
    if (isConfigured(containersConf, configuredPaths)) return pass;
    if (tools.value.paths.conmon === undefined && tools.value.store !== null) {
      return unknown(whyUnseen(tools.value));
    }
    if (tools.value.paths.conmon === undefined) {
      const where = 'command -v conmon';
      return fail(
        'missing',
        {},
        { kind: 'command', where, found: 'nothing', expected: '/usr/bin/conmon' },
      );
    }
    const { conmon: asked, podman } = valueOr(versions, NOT_ASKED);
    return asked === undefined ? pass : versionVerdict(asked, podman?.version);
  },
});

const NOT_ASKED: Versions = {};

/** A conmon that containers.conf names is used as it is. */
function isConfigured(
  conf: FactState<LayeredConfig>,
  configured: FactState<ConfiguredPaths>,
): boolean {
  if (conf.state !== 'known' || configured.state !== 'known') return false;
  const paths = stringsAt(conf.value.settings, 'engine.conmon_path') ?? [];
  return paths.some((path) => configured.value.get(path) === 'program');
}

function versionVerdict(
  { path, exitCode, output, version }: ToolVersion,
  podman: Version | undefined,
): Verdict<'broken' | 'tooOld'> {
  const evidence = { kind: 'command', where: `${path} --version` } as const;
  if (exitCode !== 0) {
    const said = output === '' ? 'no output' : output;
    return fail(
      'broken',
      { path, output: said, exitCode },
      { ...evidence, found: said, expected: 'conmon version …' },
    );
  }
  if (version === undefined || podman === undefined) return pass;
  const needed = podmanProfile(podman).minimumConmon;
  if (isAtLeast(version, needed)) return pass;
  const found = upstreamText(version);
  return fail(
    'tooOld',
    { path, version: found, podman: upstreamText(podman), needed },
    { ...evidence, found, expected: `${needed} or later` },
  );
}
