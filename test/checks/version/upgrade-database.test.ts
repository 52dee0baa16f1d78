import { upgradeDatabase } from '../../../checks/version/upgrade-database.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  containersConf,
  GRAPH_ROOT,
  storage,
  VERSIONS,
  versions,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const path = `${GRAPH_ROOT}/libpod/bolt_state.db`;
const file = '/etc/containers/containers.conf';
const facts = { storage: storage(), versions: VERSIONS, containersConf: containersConf() };
const bolt = storage(VFS_STORE);
const both = storage({ entries: ['overlay', 'libpod/bolt_state.db', 'db.sql'] });
const OLD = versions({ podman: '4.9.3' });
const asksBolt = containersConf('[engine]\ndatabase_backend = "boltdb"\n');
const asksSqlite = containersConf('[engine]\ndatabase_backend = "sqlite"\n');

testCheck(upgradeDatabase, {
  pass: [
    { name: 'SQLite', facts },
    { name: 'no store', facts: { ...facts, storage: absent('no store') } },
    {
      name: 'a BoltDB, to Podman 5',
      facts: { ...facts, storage: bolt, versions: OLD },
      target: '5',
    },
    {
      name: 'a BoltDB that is asked for, to Podman 5',
      facts: { storage: bolt, versions: OLD, containersConf: asksBolt },
      target: '5',
    },
    {
      name: 'a BoltDB that is put out of use',
      facts: { ...facts, storage: both, containersConf: asksSqlite },
    },
  ],
  fail: [
    {
      name: 'a BoltDB',
      facts: { ...facts, storage: bolt },
      findings: [
        {
          messageId: 'bolt',
          data: { path, target: 'Podman 6' },
          evidence: [{ kind: 'file', where: path, expected: 'db.sql only' }],
        },
      ],
    },
    {
      name: 'a BoltDB beside SQLite',
      facts: { ...facts, storage: both },
      findings: [
        {
          messageId: 'both',
          data: { path, target: 'Podman 6', format: '{{.Host.DatabaseBackend}}' },
        },
      ],
    },
    {
      name: 'a BoltDB that is asked for',
      facts: { ...facts, storage: bolt, containersConf: asksBolt },
      findings: [
        {
          messageId: 'configured',
          data: { file, line: 2, target: 'Podman 6', format: '{{.Host.DatabaseBackend}}' },
          evidence: [{ where: file, line: 2 }],
        },
        { messageId: 'bolt' },
      ],
    },
    {
      name: 'a BoltDB that is to be made, to Podman 5',
      facts: { storage: absent('no store'), versions: OLD, containersConf: asksBolt },
      target: '5',
      findings: [{ messageId: 'configured' }],
    },
  ],
  notApplicable: [
    {
      name: 'to Podman 4',
      facts: { ...facts, versions: versions({ podman: '3.4.4' }) },
      target: '4',
    },
    { name: 'no target', facts: { ...facts, storage: bolt }, target: null },
  ],
  unknown: [
    {
      name: 'a store that is hidden',
      facts: {
        ...facts,
        storage: storage({ entries: [], database: null, hiddenBy: '/home/ada' }),
      },
      because: /\/home\/ada/u,
    },
  ],
});
