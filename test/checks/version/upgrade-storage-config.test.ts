import { upgradeStorageConfig } from '../../../checks/version/upgrade-storage-config.ts';
import type { StorageConf } from '../../../src/facts/storage-conf.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ADA,
  ROOT,
  settings,
  storageConf,
  VERSIONS,
  versions,
} from '../../helpers/storage-facts.ts';

const file = '/etc/containers/storage.conf';
const PLACES =
  '[storage]\ndriver = "overlay"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n';

function ofSystem(text: string, given: Partial<StorageConf> = {}): StorageConf {
  return storageConf('', {
    files: [{ path: file, status: 'ok' }],
    used: file,
    inFile: settings(text, file),
    ...given,
  });
}

const facts = { versions: VERSIONS, user: ADA, storageConf: ofSystem(PLACES) };

testCheck(upgradeStorageConfig, {
  pass: [
    { name: 'no file', facts: { ...facts, storageConf: storageConf() } },
    { name: 'nothing that could be read', facts: { ...facts, storageConf: absent('none') } },
    { name: 'a file of the user', facts: { ...facts, storageConf: storageConf(PLACES) } },
    {
      name: 'the file of a package',
      facts: {
        ...facts,
        storageConf: ofSystem(PLACES, { used: '/usr/share/containers/storage.conf' }),
      },
    },
    {
      name: 'places for each user',
      facts: {
        ...facts,
        storageConf: ofSystem('[storage]\ngraphroot = "/srv/$USER/storage"\nrunroot = ""\n'),
      },
    },
  ],
  fail: [
    {
      name: 'the places of root',
      facts,
      findings: [
        {
          messageId: 'rootPlaces',
          data: {
            file,
            line: 4,
            key: 'graphroot',
            value: '/var/lib/containers/storage',
            user: 'ada',
            target: 'Podman 6',
          },
          evidence: [{ where: file, line: 4 }],
        },
        { messageId: 'rootPlaces', evidence: [{ where: file, line: 3 }] },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...facts, user: ROOT } },
    {
      name: 'to Podman 5',
      facts: { ...facts, versions: versions({ podman: '4.9.3' }) },
      target: '5',
    },
    { name: 'no target', facts, target: null },
  ],
  unknown: [
    {
      name: 'drop-ins',
      facts: {
        ...facts,
        storageConf: ofSystem(PLACES, {
          dropIns: ['/etc/containers/storage.rootless.conf.d/a.conf'],
        }),
      },
    },
    {
      name: 'a place for rootless stores',
      facts: {
        ...facts,
        storageConf: ofSystem(`${PLACES}rootless_storage_path = "$HOME/containers"\n`),
      },
    },
  ],
});
