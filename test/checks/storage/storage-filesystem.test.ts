import { storageFilesystem } from '../../../checks/storage/storage-filesystem.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ADA,
  GRAPH_ROOT as graphRoot,
  mounts,
  ROOT,
  storage,
  storageConf,
  tools,
  TOOLS,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const NO_FUSE = tools({ podman: '/usr/bin/podman' });
const home = (type: string, source = 'x') =>
  mounts(`41 29 0:36 / /home rw,relatime - ${type} ${source} rw`);
const base = { storage: storage(), tools: NO_FUSE, user: ADA };
const mountPoint = '/home';
const FUSE = storageConf('[storage.options.overlay]\nmount_program = "/opt/fuse-overlayfs"\n');

testCheck(storageFilesystem, {
  pass: [
    { name: 'ext4', facts: { ...base, mounts: mounts() } },
    { name: 'xfs', facts: { ...base, mounts: home('xfs') } },
    { name: 'NFS with fuse-overlayfs', facts: { ...base, tools: TOOLS, mounts: home('nfs4') } },
    {
      name: 'NFS with another mount program',
      facts: { ...base, storageConf: FUSE, mounts: home('nfs4') },
    },
    {
      name: 'overlay under vfs',
      facts: { ...base, storage: storage(VFS_STORE), mounts: home('overlay') },
    },
    {
      name: 'an XFS without file types under fuse-overlayfs',
      facts: {
        ...base,
        storage: storage({ lacksFileTypes: true }),
        tools: TOOLS,
        mounts: home('xfs'),
      },
    },
    {
      name: 'an XFS without file types under vfs',
      facts: {
        ...base,
        storage: storage({ ...VFS_STORE, lacksFileTypes: true }),
        mounts: home('xfs'),
      },
    },
    { name: 'NFS for root', facts: { ...base, user: ROOT, mounts: home('nfs4') } },
  ],
  fail: [
    {
      name: 'NFS',
      facts: { ...base, mounts: home('nfs4', 'nas:/home') },
      findings: [
        {
          messageId: 'network',
          data: { graphRoot, type: 'nfs4', source: 'nas:/home', mountPoint },
        },
      ],
    },
    {
      name: 'vfs on NFS',
      facts: { ...base, storage: storage(VFS_STORE), tools: TOOLS, mounts: home('nfs') },
      findings: [{ messageId: 'networkCopies' }],
    },
    {
      name: 'overlay on overlay',
      facts: { ...base, mounts: home('overlay') },
      findings: [{ messageId: 'stacked' }],
    },
    {
      name: 'an XFS without file types',
      facts: { ...base, storage: storage({ lacksFileTypes: true }), mounts: home('xfs') },
      findings: [
        {
          messageId: 'withoutTypes',
          data: { graphRoot, type: 'xfs', source: 'x', mountPoint },
          evidence: [{ found: '/home xfs' }],
        },
      ],
    },
    {
      name: 'a Windows drive',
      facts: { ...base, tools: TOOLS, mounts: home('9p') },
      findings: [{ messageId: 'withoutOwners', evidence: [{ found: '/home 9p' }] }],
    },
  ],
  unknown: [{ name: 'no mount', facts: { ...base, mounts: [] } }],
});
