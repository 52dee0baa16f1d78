import { containersConfKeys } from '../../../checks/version/containers-conf-keys.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf, settings, versions } from '../../helpers/storage-facts.ts';

const file = '/etc/containers/containers.conf';
const DEBIAN_12 = versions({ podman: '4.3.1' });
const READ_ONLY = '[containers]\nread_only = true\n';

testCheck(containersConfKeys, {
  pass: [
    { name: 'nothing is set', facts: { containersConf: containersConf(), versions: DEBIAN_12 } },
    {
      name: 'keys that it knows, and one that nobody does',
      facts: {
        containersConf: containersConf('[containers]\ninit = true\n[engine]\nnumlocks = 1\n'),
        versions: DEBIAN_12,
      },
    },
    {
      name: 'a Podman that knows it',
      facts: { containersConf: containersConf(READ_ONLY), versions: versions({ podman: '5.4.2' }) },
    },
    {
      name: 'of the package',
      facts: {
        containersConf: containersConf('', {
          settings: settings(READ_ONLY, '/usr/share/containers/containers.conf'),
        }),
        versions: DEBIAN_12,
      },
    },
  ],
  fail: [
    {
      name: 'of the manual of a later Podman',
      facts: { containersConf: containersConf(READ_ONLY), versions: DEBIAN_12 },
      findings: [
        {
          messageId: 'later',
          data: { file, line: 2, key: 'containers.read_only', name: 'read_only', podman: '4.3.1' },
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'no podman',
      facts: { containersConf: containersConf(READ_ONLY), versions: versions({}) },
    },
  ],
});
