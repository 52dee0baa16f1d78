import { shortNames } from '../../../checks/registry/short-names.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { registriesConf } from '../../helpers/storage-facts.ts';

const file = '/etc/containers/registries.conf';
const TWO = 'unqualified-search-registries = ["docker.io", "quay.io"]\n';

testCheck(shortNames, {
  pass: [
    {
      name: 'one',
      facts: {
        registriesConf: registriesConf({
          [file]: 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "enforcing"\n',
        }),
      },
    },
    { name: 'two, permissive', facts: { registriesConf: registriesConf({ [file]: TWO }) } },
    {
      name: 'the old format',
      facts: {
        registriesConf: registriesConf({
          [file]: '[registries.search]\nregistries = ["docker.io"]\n',
        }),
      },
    },
    {
      name: 'a drop-in',
      facts: {
        registriesConf: registriesConf({
          [file]: '',
          [`${file}.d/a.conf`]: 'unqualified-search-registries = ["docker.io"]\n',
        }),
      },
    },
  ],
  fail: [
    {
      name: 'Debian',
      facts: { registriesConf: registriesConf({ [file]: '' }) },
      findings: [{ messageId: 'none', data: {}, evidence: [{ where: file }] }],
    },
    {
      name: 'a drop-in empties the list',
      facts: {
        registriesConf: registriesConf({
          [file]: TWO,
          [`${file}.d/a.conf`]: 'unqualified-search-registries = []\n',
        }),
      },
      findings: [{ messageId: 'none', evidence: [{ where: `${file}.d/a.conf` }] }],
    },
    {
      name: 'two, enforcing',
      facts: {
        registriesConf: registriesConf({ [file]: `${TWO}short-name-mode = "enforcing"\n` }),
      },
      findings: [{ messageId: 'ambiguous', data: { file, line: 1, count: 2 } }],
    },
  ],
});
