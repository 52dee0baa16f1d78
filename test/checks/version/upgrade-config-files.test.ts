import { upgradeConfigFiles } from '../../../checks/version/upgrade-config-files.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { containersConf, VERSIONS, versions } from '../../helpers/storage-facts.ts';

const file = '/etc/containers/containers.conf';
const by = '/home/ada/.config/containers/containers.conf';
const text = '[engine]\nruntime = "runc"\n[containers]\npids_limit = 100\n';
const shadowed = containersConf(text, {
  files: [
    { path: '/usr/share/containers/containers.conf', status: 'ok' },
    { path: file, status: 'ok' },
    { path: by, status: 'ok' },
  ],
});

testCheck(upgradeConfigFiles, {
  pass: [
    { name: 'one file', facts: { versions: VERSIONS, containersConf: containersConf(text) } },
    { name: 'no file', facts: { versions: VERSIONS, containersConf: absent('none') } },
  ],
  fail: [
    {
      name: 'a file of the user beside that of the system',
      facts: { versions: VERSIONS, containersConf: shadowed },
      findings: [
        {
          messageId: 'shadowed',
          data: { file, by, keys: 'engine.runtime, containers.pids_limit', target: 'Podman 6' },
          evidence: [{ kind: 'file', where: file }],
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'to Podman 5',
      facts: { versions: versions({ podman: '4.9.3' }), containersConf: shadowed },
      target: '5',
      because: /puts the files together/u,
    },
    { name: 'no target', facts: { versions: VERSIONS, containersConf: shadowed }, target: null },
  ],
});
