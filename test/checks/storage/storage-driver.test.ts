import { storageDriver } from '../../../checks/storage/storage-driver.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ADA,
  database,
  GRAPH_ROOT,
  NO_STORE,
  OWN_STORAGE_CONF,
  ROOT,
  storage,
  storageConf,
  SYSCTLS,
  VERSIONS,
  versions,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const format = '{{.Store.GraphDriverName}}';
const base = { storageConf: storageConf(), versions: VERSIONS, sysctls: SYSCTLS, user: ADA };
const vfs = { ...base, storage: storage({ ...VFS_STORE, database: database({ driver: 'vfs' }) }) };

testCheck(storageDriver, {
  pass: [
    { name: 'overlay', facts: { ...base, storage: storage() } },
    {
      name: 'vfs is the default of Debian 12',
      facts: { ...vfs, storage: storage(VFS_STORE), versions: versions({ podman: '4.3.1' }) },
    },
    {
      name: 'vfs is configured',
      facts: { ...vfs, storageConf: storageConf('[storage]\ndriver = "vfs"\n') },
    },
    {
      name: 'the kernel cannot',
      facts: { ...vfs, sysctls: new Map([['kernel.osrelease', '5.10.0-32-amd64']]) },
    },
    { name: 'root', facts: { ...vfs, user: ROOT } },
    {
      name: 'an old name of overlay',
      facts: {
        ...base,
        storage: storage(),
        storageConf: storageConf('[storage]\ndriver = "overlay2"\n'),
      },
    },
  ],
  fail: [
    {
      name: 'the configuration came after the store',
      facts: { ...vfs, storageConf: storageConf('[storage]\ndriver = "overlay"\n') },
      findings: [
        {
          messageId: 'overridden',
          data: {
            where: OWN_STORAGE_CONF,
            configured: 'overlay',
            recorded: 'vfs',
            graphRoot: GRAPH_ROOT,
            format,
          },
          evidence: [{ kind: 'file', where: OWN_STORAGE_CONF, line: 2 }],
        },
      ],
    },
    {
      name: 'STORAGE_DRIVER',
      facts: {
        ...base,
        storage: storage(),
        storageConf: storageConf('', { driverFromEnvironment: 'vfs' }),
      },
      findings: [{ messageId: 'overridden', evidence: [{ where: 'STORAGE_DRIVER' }] }],
    },
    {
      name: 'vfs where Podman 5 would take overlay',
      facts: vfs,
      findings: [{ messageId: 'slow', data: { graphRoot: GRAPH_ROOT, format } }],
    },
    {
      name: 'only the directories tell the driver',
      facts: { ...base, storage: storage({ entries: ['vfs-layers'], database: null }) },
      findings: [{ messageId: 'slow' }],
    },
  ],
  notApplicable: [
    { name: 'no store yet', facts: { ...base, storage: storage(NO_STORE) } },
    {
      name: 'stores of two drivers',
      facts: {
        ...base,
        storage: storage({ entries: ['vfs-layers', 'overlay-layers'], database: null }),
      },
    },
  ],
});
