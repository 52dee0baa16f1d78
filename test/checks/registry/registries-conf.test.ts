import { registriesConf as check } from '../../../checks/registry/registries-conf.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { registriesConf } from '../../helpers/storage-facts.ts';

const file = '/etc/containers/registries.conf';
const dropIn = `${file}.d/x.conf`;
const SEARCH = 'unqualified-search-registries = ["docker.io"]\n';
const OLD = '[registries.search]\nregistries = ["docker.io"]\n';
const one = (text: string) => ({ registriesConf: registriesConf({ [file]: text }) });

testCheck(check, {
  pass: [
    { name: 'none', facts: { registriesConf: registriesConf({}) } },
    {
      name: 'Debian',
      facts: {
        registriesConf: registriesConf({
          [file]: '',
          [dropIn]: '[aliases]\n"alpine" = "docker.io/library/alpine"\n',
        }),
      },
    },
    { name: 'the old format alone', facts: one(OLD) },
    {
      name: 'mirrors',
      facts: one(
        `short-name-mode = "permissive"\n${SEARCH}[[registry]]\nprefix = "docker.io"\nlocation = "mirror:5000"\ninsecure = true\n`,
      ),
    },
  ],
  fail: [
    {
      name: 'no TOML',
      facts: {
        registriesConf: registriesConf({}, { problems: [{ file, line: 1, message: 'bad' }] }),
      },
      findings: [{ messageId: 'syntax', data: { file, line: 1, problem: 'bad' } }],
      explains: [{ check: 'short-names', messageId: 'none' }],
    },
    {
      name: 'may not be read',
      facts: { registriesConf: registriesConf({}, { files: [{ path: file, status: 'denied' }] }) },
      findings: [{ messageId: 'denied', data: { file } }],
    },
    {
      name: 'both formats',
      facts: one(SEARCH + OLD),
      findings: [
        {
          messageId: 'mixed',
          data: { file, line: 3, found: '[registries.search]', expected: 'one format in one file' },
          evidence: [{ kind: 'file', where: file, line: 3 }],
        },
      ],
    },
    {
      name: 'the old format in a drop-in',
      facts: { registriesConf: registriesConf({ [dropIn]: OLD }) },
      findings: [{ messageId: 'oldDropIn' }],
    },
    { name: 'a mode', facts: one('short-name-mode = "bad"\n'), findings: [{ messageId: 'mode' }] },
    {
      name: 'neither location nor prefix',
      facts: one('[[registry]]\ninsecure = true\n'),
      findings: [{ messageId: 'location' }],
    },
    {
      name: 'schemes',
      facts: one(
        'unqualified-search-registries = ["https://docker.io"]\n[[registry]]\nlocation = "https://x/"\n',
      ),
      findings: [{ messageId: 'scheme' }, { messageId: 'scheme' }],
    },
  ],
});
