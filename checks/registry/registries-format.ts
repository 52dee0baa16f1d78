import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { oldFormat } from '../../src/domain/registries.ts';
import { defineCheck, fail, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured with Podman 5.4: a registries.conf with nothing but `[registries.search]` still works. */
export const registriesFormat = defineCheck({
  meta: {
    id: 'registries-format',
    area: 'registry',
    title: 'registries.conf has the format of today',
    failureTitle: 'registries.conf has the old format',
    description:
      'The first format of registries.conf is deprecated since 2019: mirrors, prefixes and drop-ins cannot be used with it, and a later Podman will refuse it.',
    severity: 'info',
    needs: ['run', 'short-names'],
    covers: ['F139'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
    messages: { old: '{{file}} line {{line}} has a table of the old format.' },
    commands: { old: ['grep -n registries {{file}}'] },
    fixes: [],
  },
  requires: ['registriesConf'],
  evaluate({ registriesConf }) {
    const config = valueOr(registriesConf, undefined);
    const old = config === undefined ? undefined : oldFormat(config);
    if (old === undefined) return pass;
    const { file, line } = old;
    return fail(
      'old',
      { ...placeData({ file, line }) },
      {
        kind: 'file',
        ...placeOf({ file, line }),
        found: '[registries.…]',
        expected: 'unqualified-search-registries or [[registry]]',
      },
    );
  },
});
