import { registriesFormat } from '../../../checks/registry/registries-format.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { registriesConf } from '../../helpers/storage-facts.ts';

const file = '/etc/containers/registries.conf';

testCheck(registriesFormat, {
  pass: [
    { name: 'none', facts: { registriesConf: registriesConf({}) } },
    {
      name: 'of today',
      facts: { registriesConf: registriesConf({ [file]: 'unqualified-search-registries = []\n' }) },
    },
  ],
  fail: [
    {
      name: 'old',
      facts: {
        registriesConf: registriesConf({
          [file]: '[registries.search]\nregistries = ["docker.io"]\n',
        }),
      },
      findings: [{ messageId: 'old', data: { file, line: 2 } }],
    },
  ],
});
