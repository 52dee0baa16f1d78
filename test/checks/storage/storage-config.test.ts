import { storageConfig } from '../../../checks/storage/storage-config.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  GRAPH_ROOT,
  OWN_STORAGE_CONF as file,
  paths,
  storage,
  storageConf,
  VERSIONS,
  versions,
  VFS_STORE,
} from '../../helpers/storage-facts.ts';

const FUSE =
  '[storage]\ndriver = "overlay"\n[storage.options.overlay]\nmount_program = "/usr/bin/fuse-overlayfs"\n';
const problems = [{ file, line: 2, message: 'bad' }];

testCheck(storageConfig, {
  pass: [
    {
      name: 'no file',
      facts: { storageConf: storageConf(), versions: VERSIONS, storage: storage() },
    },
    {
      name: 'the mount program is there',
      facts: {
        storageConf: storageConf(FUSE),
        storage: storage(),
        configuredPaths: paths({ '/usr/bin/fuse-overlayfs': 'program' }),
      },
    },
    {
      name: 'Podman 4 goes on without a broken file',
      facts: {
        storageConf: storageConf('', { problems }),
        versions: versions({ podman: '4.3.1' }),
      },
    },
    {
      name: 'a file that does not count may not be read',
      facts: {
        storageConf: storageConf('', {
          files: [
            { path: '/etc/containers/storage.conf', status: 'denied' },
            { path: file, status: 'ok' },
          ],
        }),
      },
    },
  ],
  fail: [
    {
      name: 'no TOML',
      facts: { storageConf: storageConf('', { problems }), versions: VERSIONS },
      findings: [{ messageId: 'syntax', data: { file, line: 2, problem: 'bad' } }],
    },
    {
      name: 'may not be read',
      facts: { storageConf: storageConf('', { files: [{ path: file, status: 'denied' }] }) },
      findings: [{ messageId: 'denied', data: { file } }],
    },
    {
      name: 'the mount program is not there',
      facts: {
        storageConf: storageConf(FUSE),
        storage: storage(),
        configuredPaths: paths({ '/usr/bin/fuse-overlayfs': 'absent' }),
      },
      findings: [
        {
          messageId: 'mountProgram',
          data: { file, line: 4, program: '/usr/bin/fuse-overlayfs' },
          evidence: [{ kind: 'file', where: file, line: 4 }],
        },
      ],
    },
    {
      name: 'a mount program for a vfs store',
      facts: { storageConf: storageConf(FUSE), storage: storage(VFS_STORE) },
      findings: [
        {
          messageId: 'mountProgramOfOther',
          data: {
            file,
            line: 4,
            graphRoot: GRAPH_ROOT,
            driver: 'vfs',
            format: '{{.Store.GraphDriverName}}',
          },
        },
      ],
    },
  ],
});
