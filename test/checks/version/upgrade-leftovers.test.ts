import { upgradeLeftovers } from '../../../checks/version/upgrade-leftovers.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  containersConf,
  GRAPH_ROOT,
  settings,
  storage,
  VERSIONS,
  versions,
} from '../../helpers/storage-facts.ts';

const file = '/etc/containers/containers.conf';
const facts = { versions: VERSIONS, containersConf: containersConf() };
const CNI = '[network]\ncni_plugin_dirs = ["/opt/cni/bin"]\n';
const old = containersConf(`${CNI}[engine]\nnetwork_cmd_options = ["mtu=1500"]\n`);
const bolt = storage({ entries: ['overlay', 'db.sql', 'libpod/bolt_state.db'] });

testCheck(upgradeLeftovers, {
  pass: [
    { name: 'nothing', facts },
    {
      name: 'a setting of a package',
      facts: {
        ...facts,
        containersConf: containersConf('', {
          settings: settings(CNI, '/usr/share/containers/containers.conf'),
        }),
      },
    },
    {
      name: 'to Podman 5',
      facts: { versions: versions({ podman: '4.9' }), containersConf: old },
      target: '5',
    },
    { name: 'a BoltDB that counts', facts: { ...facts, storage: bolt } },
  ],
  fail: [
    {
      name: 'settings of slirp4netns and CNI',
      facts: { ...facts, containersConf: old },
      findings: [
        {
          messageId: 'setting',
          data: { file, line: 4, key: 'engine.network_cmd_options', target: 'Podman 6' },
          evidence: [{ where: file, line: 4 }],
        },
        { messageId: 'setting' },
      ],
    },
    {
      name: 'a BoltDB that is put out of use',
      facts: {
        ...facts,
        containersConf: containersConf('[engine]\ndatabase_backend = "sqlite"\n'),
        storage: bolt,
      },
      findings: [{ messageId: 'database', data: { path: `${GRAPH_ROOT}/libpod/bolt_state.db` } }],
    },
  ],
  notApplicable: [{ name: 'no target', facts: { ...facts, containersConf: old }, target: null }],
});
