import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { searchRegistries, shortNameMode } from '../../src/domain/registries.ts';
import { defineCheck, fail, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/**
 * Debian ships no search list, on purpose: a fault only for who needs short names. Measured:
 * `short-name "…" did not resolve to an alias and no unqualified-search registries are defined`.
 */
export const shortNames = defineCheck({
  meta: {
    id: 'short-names',
    area: 'registry',
    title: 'Short names of images are found',
    failureTitle: 'Short names of images are not found',
    description:
      'docker pulls `alpine` from Docker Hub. Podman only knows the registries that registries.conf lists; scripts and compose files with short names then fail.',
    severity: 'error',
    needs: ['short-names'],
    covers: ['F137', 'F138'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      none: 'No file sets unqualified-search-registries, so only the names in the alias lists are found.',
      ambiguous:
        '{{file}} line {{line}} lists {{count}} registries, and short-name-mode is enforcing: without a terminal Podman asks nobody and refuses.',
    },
    commands: {
      none: [
        'mkdir -p ~/.config/containers/registries.conf.d',
        String.raw`printf 'unqualified-search-registries = ["docker.io"]\n' > ~/.config/containers/registries.conf.d/10-search.conf`,
      ],
      ambiguous: [
        'grep -n short-name-mode {{file}}',
        'grep -n unqualified-search-registries {{file}}',
      ],
    },
    fixes: ['search-registries'],
  },
  requires: ['registriesConf'],
  evaluate({ registriesConf }) {
    const config = valueOr(registriesConf, { files: [], layers: [], shadowed: [], problems: [] });
    const { registries, setting } = searchRegistries(config);
    if (registries.length === 0) {
      const where = setting?.file ?? '/etc/containers/registries.conf';
      return fail(
        'none',
        {},
        {
          kind: 'file',
          where,
          found: 'no unqualified-search-registries',
          expected: 'unqualified-search-registries = ["docker.io"]',
        },
      );
    }
    if (registries.length === 1 || setting === undefined || shortNameMode(config) !== 'enforcing')
      return pass;
    const { file, line } = setting;
    return fail(
      'ambiguous',
      { ...placeData({ file, line }), count: registries.length },
      {
        kind: 'file',
        ...placeOf({ file, line }),
        found: registries.join(', '),
        expected: 'one registry, or short-name-mode = "permissive"',
      },
    );
  },
});
