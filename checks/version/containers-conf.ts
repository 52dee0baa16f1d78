import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { type SettingProblem, settingProblems } from '../../src/domain/containers-conf.ts';
import { defineCheck, type Finding, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

type Message = 'syntax' | 'denied' | 'value' | 'type' | 'path';

/** Podman refuses to start at all when one of the files is wrong, whatever the command. */
export const containersConf = defineCheck({
  meta: {
    id: 'containers-conf',
    area: 'version',
    title: 'containers.conf is valid',
    failureTitle: 'containers.conf is not valid',
    description:
      'Podman reads every containers.conf and drop-in at each start; one that is wrong stops every command, also those of other programs that call it.',
    severity: 'error',
    needs: ['run', 'api', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
    messages: {
      syntax: '{{file}} line {{line}} is no valid TOML: {{problem}}.',
      denied: '{{file}} may not be read by the user, and Podman stops at it.',
      value: '{{file}} line {{line}} sets {{key}} = "{{value}}"; Podman takes {{expected}}.',
      type: '{{file}} line {{line}} sets {{key}} = {{value}}; Podman takes {{expected}}.',
      path: '{{file}} line {{line}} sets {{key}} = "{{value}}", which does not exist.',
    },
    commands: {
      syntax: ['sed -n {{line}}p {{file}}', 'podman info'],
      denied: ['ls -ld {{file}}', 'sudo chmod a+rX {{file}}'],
      value: ['grep -n {{name}} {{file}}', 'podman info'],
      type: ['grep -n {{name}} {{file}}', 'podman info'],
      path: ['ls -l {{value}}', 'grep -n {{name}} {{file}}'],
    },
    fixes: ['containers-conf-drop-in'],
  },
  requires: ['containersConf'],
  consults: ['configuredPaths', 'versions'],
  evaluate({ containersConf: conf, configuredPaths, versions }) {
    const config = valueOr(conf, undefined);
    if (config === undefined) return { status: 'pass' };
    const paths =
      configuredPaths.state === 'known' ? configuredPaths.value : new Map<string, never>();
    const podman = versions.state === 'known' ? versions.value.podman?.version : undefined;
    const findings: Finding<Message>[] = [
      ...config.problems.map(({ file, line, message }) => ({
        messageId: 'syntax' as const,
        data: { file, line, problem: message },
        evidence: [{ kind: 'file', where: file, line, found: message, expected: 'TOML' }] as const,
      })),
      ...config.files
        .filter(({ status }) => status === 'denied')
        .map(({ path: file }) => ({
          messageId: 'denied' as const,
          data: { file },
          evidence: [
            { kind: 'file', where: file, found: 'permission denied', expected: 'readable' },
          ] as const,
        })),
      ...settingProblems(config.settings, paths, podman).map(toFinding),
    ];
    return verdictOf(findings);
  },
  // `podman --version` reads the files too. What else it may have failed by is not explained by them.
  explains({ versions }) {
    const output = versions.state === 'known' ? (versions.value.podman?.output ?? '') : '';
    return CONFIGURATION_ERROR.test(output)
      ? [{ check: 'podman-installed', messageId: 'broken' }]
      : [];
  },
});

/** Measured with Podman 4.3 and 5.4. */
const CONFIGURATION_ERROR =
  /reading system config|decode configuration|validating \w+ configs?|podman configuration/u;

function toFinding({ kind, key, value, expected, setting }: SettingProblem): Finding<Message> {
  const { file, line } = setting;
  const name = key.replace(/^.*\./u, '');
  return {
    messageId: kind,
    data: { ...placeData({ file, line }), key, name, value, expected },
    evidence: [
      {
        kind: 'file',
        ...placeOf({ file, line }),
        found: `${name} = ${value}`,
        expected,
      },
    ],
  };
}
