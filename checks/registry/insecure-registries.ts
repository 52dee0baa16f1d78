import { type LostMark, lostMarks } from '../../src/domain/insecure-registries.ts';
import { defineCheck, type Finding, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured with Podman 4.3: `http: server gave HTTP response to HTTPS client`, as if the file were not there. */
export const insecureRegistries = defineCheck({
  meta: {
    id: 'insecure-registries',
    area: 'registry',
    title: 'Registries that are marked as insecure are asked by HTTP',
    failureTitle: 'A registry is marked as insecure in a file that does not count',
    description:
      'Podman speaks plain HTTP only with registries that are marked as insecure. The mark is lost when another registries.conf, or another table for the registry, takes its place.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F142'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      file: '{{file}} marks {{registry}} as insecure, and is not read: {{by}} takes its place.',
      table:
        '{{file}} marks {{registry}} as insecure, and the later table in {{by}} takes its place, without insecure.',
    },
    commands: {
      file: [
        'grep -n -A3 registry {{file}}',
        'mkdir -p ~/.config/containers/registries.conf.d',
        String.raw`printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' {{registry}} >> ~/.config/containers/registries.conf.d/insecure.conf`,
      ],
      table: ['grep -n -A3 {{registry}} {{file}} {{by}}'],
    },
    fixes: [],
  },
  requires: ['registriesConf'],
  evaluate({ registriesConf }) {
    const conf = valueOr(registriesConf, undefined);
    return verdictOf(conf === undefined ? [] : lostMarks(conf).map(toFinding));
  },
});

function toFinding({ registry, file, by, replaced }: LostMark): Finding<'file' | 'table'> {
  return {
    messageId: replaced,
    data: { file, registry, by },
    evidence: [
      {
        kind: 'file',
        where: by,
        found: `no insecure for ${registry}`,
        expected: 'insecure = true',
      },
    ],
  };
}
