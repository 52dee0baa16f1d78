import { insecureRegistries } from '../../../checks/registry/insecure-registries.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { registriesConf } from '../../helpers/storage-facts.ts';

const system = '/etc/containers/registries.conf';
const own = '/home/ada/.config/containers/registries.conf';
const dropIn = `${own}.d/mirror.conf`;
const table = (...lines: readonly string[]) => `[[registry]]\n${lines.join('\n')}\n`;
const MARK = table('location = "registry.lan:5000"', 'insecure = true');
const conf = (
  texts: Readonly<Record<string, string>>,
  shadowed: Readonly<Record<string, string>> = {},
) => ({
  registriesConf: registriesConf(texts, { shadowed: registriesConf(shadowed).layers }),
});

testCheck(insecureRegistries, {
  pass: [
    { name: 'none', facts: conf({}) },
    { name: 'in the file that counts', facts: conf({ [system]: MARK }) },
    { name: 'in both', facts: conf({ [own]: MARK }, { [system]: MARK }) },
    { name: 'again in a drop-in', facts: conf({ [own]: '', [dropIn]: MARK }, { [system]: MARK }) },
    {
      name: 'taken back on purpose',
      facts: conf({
        [own]: MARK,
        [dropIn]: table('location = "registry.lan:5000"', 'insecure = false'),
      }),
    },
    {
      name: 'the whole host is marked',
      facts: conf({ [own]: MARK }, { [system]: MARK.replace('5000', '5000/team') }),
    },
    {
      name: 'all hosts of the domain are marked',
      facts: conf(
        { [own]: table('prefix = "*.lan"', 'location = "lan"', 'insecure = true') },
        { [system]: MARK },
      ),
    },
    {
      name: 'the mark of a mirror is not one of the registry',
      facts: conf(
        { [own]: '' },
        {
          [system]: table(
            'location = "docker.io"',
            '[[registry.mirror]]',
            'location = "mirror.lan"',
            'insecure = true',
          ),
        },
      ),
    },
  ],
  fail: [
    {
      name: 'in a file that is not read',
      facts: conf({ [own]: 'unqualified-search-registries = ["docker.io"]\n' }, { [system]: MARK }),
      findings: [
        { messageId: 'file', data: { file: system, registry: 'registry.lan:5000', by: own } },
      ],
    },
    {
      name: 'a later table is about a mirror',
      facts: conf({
        [system]: MARK,
        [dropIn]: table(
          'location = "registry.lan:5000"',
          '[[registry.mirror]]',
          'location = "mirror.lan"',
        ),
      }),
      findings: [
        { messageId: 'table', data: { file: system, registry: 'registry.lan:5000', by: dropIn } },
      ],
    },
    {
      name: 'by its prefix, and in a file that is not read',
      facts: conf(
        { [own]: table('prefix = "docker.io"', 'location = "mirror.lan"') },
        { [system]: table('prefix = "docker.io"', 'location = "mirror.lan"', 'insecure = true') },
      ),
      findings: [{ messageId: 'table', data: { file: system, registry: 'docker.io', by: own } }],
    },
  ],
});
