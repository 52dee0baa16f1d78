import { storageDatabase } from '../../../checks/storage/storage-database.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  containersConf,
  database,
  GRAPH_ROOT as graphRoot,
  NO_STORE,
  storage,
  storageConf,
  VERSIONS,
  versions,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const base = { storage: storage(), versions: VERSIONS };
const bolt = containersConf('[engine]\ndatabase_backend = "boltdb"\n');
const recorded = '/old/ada/.local/share/containers/storage';

testCheck(storageDatabase, {
  pass: [
    {
      name: 'written without a driver, as Podman 5.4 does',
      facts: { ...base, storage: storage({ database: database({ driver: '' }) }) },
    },
    { name: 'its own', facts: base },
    {
      name: 'BoltDB with Podman 6 that is told to use SQLite',
      facts: {
        storage: storage(VFS_STORE),
        versions: versions({ podman: '6.0.0' }),
        containersConf: containersConf('[engine]\ndatabase_backend = "sqlite"\n'),
      },
    },
    { name: 'no store yet', facts: { ...base, storage: storage(NO_STORE) } },
    {
      name: 'BoltDB with Podman 4',
      facts: { storage: storage(VFS_STORE), versions: versions({ podman: '4.3.1' }) },
    },
    {
      name: 'an old BoltDB with Podman 5',
      facts: { ...base, storage: storage(VFS_STORE), containersConf: bolt },
    },
    {
      name: 'the row could not be told',
      facts: {
        ...base,
        storage: storage({
          database: database({ driver: null, graphRoot: null, sameGraphRoot: null }),
        }),
      },
    },
    {
      name: 'no driver in it, one configured, and Podman 5.4',
      facts: {
        ...base,
        storage: storage({ database: database({ driver: '' }) }),
        storageConf: storageConf('[storage]\ndriver = "overlay"\n'),
      },
    },
    {
      name: 'no driver in it, none configured, and Podman 4.9',
      facts: {
        storage: storage({ database: database({ driver: '' }) }),
        versions: versions({ podman: '4.9.3' }),
        storageConf: storageConf(),
      },
    },
    {
      name: 'no driver, and nothing in the store',
      facts: {
        ...base,
        storage: storage({ entries: ['db.sql'], database: database({ driver: '' }) }),
      },
    },
    {
      name: 'BoltDB is asked for with Podman 4',
      facts: {
        storage: storage(NO_STORE),
        versions: versions({ podman: '4.3.1' }),
        containersConf: bolt,
      },
    },
  ],
  fail: [
    {
      name: 'the home was moved',
      facts: {
        ...base,
        storage: storage({ database: database({ sameGraphRoot: false, graphRoot: recorded }) }),
      },
      findings: [
        {
          messageId: 'moved',
          data: { graphRoot, recorded },
          evidence: [{ where: `${graphRoot}/db.sql` }],
        },
      ],
    },
    {
      name: 'no driver in it, one configured, and Podman 4.9',
      facts: {
        storage: storage({ database: database({ driver: '' }) }),
        versions: versions({ podman: '4.9.3' }),
        storageConf: storageConf('[storage]\ndriver = "overlay"\n'),
      },
      findings: [
        {
          messageId: 'withoutDriver',
          data: {
            database: `${graphRoot}/db.sql`,
            driver: 'overlay',
            where: '/home/ada/.config/containers/storage.conf',
            podman: '4.9.3',
            statement: "update DBConfig set GraphDriver = 'overlay';",
          },
          evidence: [{ where: `${graphRoot}/db.sql`, found: 'no driver' }],
        },
      ],
    },
    {
      name: 'BoltDB with Podman 6',
      facts: { storage: storage(VFS_STORE), versions: versions({ podman: '6.0.0' }) },
      findings: [
        {
          messageId: 'boltRemoved',
          data: { path: `${graphRoot}/libpod/bolt_state.db`, podman: '6.0.0' },
        },
      ],
    },
    {
      name: 'BoltDB beside SQLite with Podman 6, which looks for the file',
      facts: {
        storage: storage({ entries: ['db.sql', 'libpod/bolt_state.db'] }),
        versions: versions({ podman: '6.0.0' }),
      },
      findings: [{ messageId: 'boltRemoved' }],
    },
    {
      name: 'a new BoltDB with Podman 5',
      facts: { ...base, containersConf: bolt },
      findings: [
        {
          messageId: 'boltRefused',
          data: {
            file: '/etc/containers/containers.conf',
            line: 2,
            podman: '5.4.2',
            format: '{{.Host.DatabaseBackend}}',
          },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no podman', facts: { ...base, versions: {} } }],
});
