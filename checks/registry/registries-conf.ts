import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { type RegistryProblem, registryProblems } from '../../src/domain/registries.ts';
import { defineCheck, type Finding, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

type Message = 'syntax' | 'denied' | RegistryProblem['kind'];

/** Measured: a container of a local image starts, every pull ends with `loading registries configuration`. */
export const registriesConf = defineCheck({
  meta: {
    id: 'registries-conf',
    area: 'registry',
    title: 'registries.conf is valid',
    failureTitle: 'registries.conf is not valid',
    description:
      'Podman reads registries.conf and its drop-ins before each pull. One that is wrong stops all of them, also those of images with a full name.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: ['F139'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
    messages: {
      syntax: '{{file}} line {{line}} is no valid TOML: {{problem}}.',
      denied: '{{file}} may not be read by the user.',
      mixed: '{{file}} line {{line}} has {{found}} of the old format beside keys of the new one.',
      oldDropIn:
        '{{file}} line {{line}} has {{found}} of the old format, which is refused in drop-ins.',
      mode: '{{file}} line {{line}} has {{found}}; Podman takes {{expected}}.',
      location: '{{file}} line {{line}} has a {{found}}.',
      scheme: '{{file}} line {{line}} names the registry {{found}}; Podman takes {{expected}}.',
    },
    commands: {
      syntax: ['sed -n {{line}}p {{file}}'],
      denied: ['ls -ld {{file}}', 'sudo chmod a+rX {{file}}'],
      mixed: ['grep -n registries {{file}}'],
      oldDropIn: ['cat {{file}}'],
      mode: ['grep -n short-name-mode {{file}}'],
      location: ['grep -n -A5 registry {{file}}'],
      scheme: ['grep -n {{found}} {{file}}'],
    },
    fixes: [],
  },
  requires: ['registriesConf'],
  evaluate({ registriesConf: conf }) {
    const config = valueOr(conf, undefined);
    if (config === undefined) return verdictOf<Message>([]);
    return verdictOf<Message>([
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
      ...registryProblems(config).map(toFinding),
    ]);
  },
  explains: (_, { messageId }) =>
    messageId === 'syntax' ? [{ check: 'short-names', messageId: 'none' }] : [],
});

function toFinding({ kind, file, line, found, expected }: RegistryProblem): Finding<Message> {
  return {
    messageId: kind,
    data: { ...placeData({ file, line }), found, expected },
    evidence: [{ kind: 'file', ...placeOf({ file, line }), found, expected }],
  };
}
