import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { credentialHelpers } from '../../src/domain/registries.ts';
import { defineCheck, type Finding, unknown, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

type Message = 'denied' | 'invalid' | 'helper';

/**
 * `getCredentialsWithHomeDir` of image/pkg/docker/config asks all of them before each pull, and an error of one is
 * the end. Measured with Podman 4.3: a pull without credentials fails too.
 */
export const authFile = defineCheck({
  meta: {
    id: 'auth-file',
    area: 'registry',
    title: 'Podman can look for stored credentials',
    failureTitle: 'Podman cannot look for stored credentials',
    description:
      'Before each pull Podman looks for credentials of the registry in auth.json, in config.json of Docker, and in credential helpers. When it cannot, it pulls nothing, also where no credentials are needed.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: ['F144'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md',
      'https://github.com/containers/image/blob/main/pkg/docker/config/config.go',
    ],
    messages: {
      denied: '{{file}} may not be read by the user.',
      invalid: '{{file}} is no JSON with credentials.',
      helper:
        '{{file}} line {{line}} names the credential helper {{helper}}, and no {{program}} is on the PATH.',
    },
    commands: {
      denied: ['ls -ld {{file}}', 'sudo chown "$(id -un)" {{file}}'],
      invalid: [
        'python3 -m json.tool {{file}}',
        'mv {{file}} {{file}}.broken',
        'podman login REGISTRY',
      ],
      helper: ['command -v {{program}}', 'grep -n credential-helpers {{file}}'],
    },
    fixes: [],
  },
  requires: ['registryAuth'],
  consults: ['registriesConf'],
  evaluate({ registryAuth, registriesConf }) {
    const auth = valueOr(registryAuth, undefined);
    if (auth === undefined) return verdictOf<Message>([]);
    const conf = registriesConf.state === 'known' ? registriesConf.value : undefined;
    const findings: readonly Finding<Message>[] = [
      ...auth.files.flatMap(({ path, status, content }): Finding<Message>[] => {
        if (status === 'denied') return [fileFinding('denied', path, 'permission denied')];
        return status === 'ok' && content === null
          ? [fileFinding('invalid', path, 'no JSON of that form')]
          : [];
      }),
      ...(conf === undefined ? [] : credentialHelpers(conf))
        .filter(({ helper }) => !auth.helpers.has(helper))
        .map(({ helper, setting }) => ({
          messageId: 'helper' as const,
          data: { ...placeData(setting), helper, program: `docker-credential-${helper}` },
          evidence: [
            {
              kind: 'file',
              ...placeOf(setting),
              found: helper,
              expected: 'a helper that is installed, or containers-auth.json',
            },
          ] as const,
        })),
    ];
    if (findings.length === 0 && registriesConf.state === 'unreadable') {
      return unknown(registriesConf.because);
    }
    return verdictOf<Message>(findings);
  },
});

function fileFinding(
  messageId: 'denied' | 'invalid',
  file: string,
  found: string,
): Finding<Message> {
  const expected = 'a file as containers-auth.json(5) says';
  return { messageId, data: { file }, evidence: [{ kind: 'file', where: file, found, expected }] };
}
