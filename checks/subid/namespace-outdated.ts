import { defineCheck, verdictOf } from '../../src/model/check.ts';
import { compareNamespace } from '../../src/domain/namespace-state.ts';
import { sizeOf } from '../../src/domain/podman-namespace.ts';
import { IDS_ENOUGH } from '../../src/domain/subid.ts';
import { formatIdMap, sameIdMap } from '../../src/parse/id-map.ts';

/** The files were changed while Podman's pause process keeps the ids of before (podman-system-migrate(1)). */
export const namespaceOutdated = defineCheck({
  meta: {
    id: 'namespace-outdated',
    area: 'subid',
    title: "Podman's namespace maps the ids that are delegated now",
    failureTitle: "Podman's namespace maps other ids than are delegated now",
    description:
      'Containers go on with the ids of before. At the next login or restart they get the new ones, and what the old ones own is lost to them.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F009'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
    messages: {
      differs:
        'The {{map}} of the namespace of Podman (process {{pid}}, {{command}}) is {{found}}; the ranges now make {{wanted}}.',
    },
    commands: {
      differs: [
        'cat /proc/{{pid}}/uid_map /proc/{{pid}}/gid_map',
        'grep -n . /etc/subuid /etc/subgid',
        'podman system migrate',
      ],
    },
    fixes: ['system-migrate'],
  },
  requires: ['user', 'nsswitch', 'podmanNamespace'],
  consults: ['subuid', 'subgid'],
  evaluate(facts) {
    const compared = compareNamespace(facts);
    if ('status' in compared) return compared;
    const { live, maps } = compared;
    return verdictOf(
      maps
        // One that is too small is namespace-stale's.
        .filter(({ found, wanted }) => sizeOf(found) > IDS_ENOUGH && !sameIdMap(found, wanted))
        .map(({ name, found, wanted }) => {
          const texts = { found: formatIdMap(found), wanted: formatIdMap(wanted) };
          return {
            messageId: 'differs' as const,
            data: { pid: live.pid, command: live.command, map: name, ...texts },
            evidence: [
              {
                kind: 'kernel' as const,
                where: `/proc/${live.pid}/${name}`,
                found: texts.found,
                expected: texts.wanted,
              },
            ] as const,
          };
        }),
    );
  },
});
