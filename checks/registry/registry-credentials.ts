import { defineCheck, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import type { AuthFile, RegistryAuth } from '../../src/parse/registry-auth.ts';

/** Measured with Podman 4.3: `illegal base64 data at input byte 0`, `error getting credentials - err: …`. */
export const registryCredentials = defineCheck({
  meta: {
    id: 'registry-credentials',
    area: 'registry',
    title: 'Stored credentials can be read',
    failureTitle: 'Stored credentials of a registry cannot be read',
    description:
      'Podman sends what is stored for a registry whenever it asks that registry. When it cannot be read, nothing is pulled from there, also what anybody may have.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F144'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      helper:
        '{{file}} leaves {{registry}} to the credential helper {{helper}}, and no {{program}} is on the PATH.',
      garbled: 'What {{file}} stores for {{registry}} is no base64.',
    },
    commands: {
      helper: ['command -v {{program}}', 'grep -n credHelpers {{file}}'],
      garbled: [
        'podman logout --authfile {{file}} {{registry}}',
        'podman login --authfile {{file}} {{registry}}',
      ],
    },
    fixes: [],
  },
  requires: ['registryAuth'],
  evaluate({ registryAuth }) {
    const auth = valueOr(registryAuth, undefined);
    return verdictOf<'helper' | 'garbled'>(
      auth?.files.flatMap((file) => [...helperFindings(file, auth), ...garbledFindings(file)]) ??
        [],
    );
  },
});

function helperFindings({ path: file, content }: AuthFile, { helpers }: RegistryAuth) {
  return (content?.helpers ?? [])
    .filter(({ helper }) => !helpers.has(helper))
    .map(({ registry, helper }) => {
      const program = `docker-credential-${helper}`;
      const found = `${registry}: ${helper}`;
      return {
        messageId: 'helper' as const,
        data: { file, registry, helper, program },
        evidence: [{ kind: 'file', where: file, found, expected: program }] as const,
      };
    });
}

function garbledFindings({ path: file, content }: AuthFile) {
  return (content?.garbled ?? []).map((registry) => ({
    messageId: 'garbled' as const,
    data: { file, registry },
    evidence: [
      {
        kind: 'file',
        where: file,
        found: `auth of ${registry}`,
        expected: 'base64 of USER:PASSWORD',
      },
    ] as const,
  }));
}
