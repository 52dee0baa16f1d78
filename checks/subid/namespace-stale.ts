import { defineCheck, verdictOf } from '../../src/model/check.ts';
import { compareNamespace } from '../../src/domain/namespace-state.ts';
import { sizeOf } from '../../src/domain/podman-namespace.ts';
import { IDS_ENOUGH } from '../../src/domain/subid.ts';
import { formatIdMap } from '../../src/parse/id-map.ts';

/**
 * Podman's pause process keeps the user namespace of the first command. Ranges that were added
 * afterwards take effect only when `podman system migrate` has ended it.
 */
export const namespaceStale = defineCheck({
  meta: {
    id: 'namespace-stale',
    area: 'subid',
    title: "Podman's namespace has the ranges of the user",
    failureTitle: "Podman's namespace is older than the ranges of the user",
    description:
      'The files are right, but the namespace that Podman joins was made before: containers still have too few ids.',
    severity: 'error',
    needs: ['run'],
    covers: ['F009'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html',
      'https://github.com/containers/podman/issues/4921',
    ],
    messages: {
      tooSmall:
        'The namespace of Podman (process {{pid}}, {{command}}) holds {{count}} ids in its {{map}}; the ranges of {{user}} make {{wanted}}.',
    },
    commands: {
      tooSmall: ['cat /proc/{{pid}}/uid_map /proc/{{pid}}/gid_map', 'podman system migrate'],
    },
    fixes: ['system-migrate'],
  },
  requires: ['user', 'nsswitch', 'podmanNamespace'],
  consults: ['subuid', 'subgid'],
  evaluate(facts) {
    const compared = compareNamespace(facts);
    if ('status' in compared) return compared;
    const { live, maps } = compared;
    const user = facts.user.state === 'known' ? facts.user.value.name : '';
    return verdictOf(
      maps
        .filter(({ found }) => sizeOf(found) <= IDS_ENOUGH)
        .map(({ name, found, wanted }) => ({
          messageId: 'tooSmall' as const,
          data: {
            pid: live.pid,
            command: live.command,
            map: name,
            user,
            count: sizeOf(found),
            wanted: sizeOf(wanted),
          },
          evidence: [
            {
              kind: 'kernel' as const,
              where: `/proc/${live.pid}/${name}`,
              found: formatIdMap(found),
              expected: formatIdMap(wanted),
            },
          ] as const,
        })),
    );
  },
});
