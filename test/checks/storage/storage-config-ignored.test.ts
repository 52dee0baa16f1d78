import { storageConfigIgnored } from '../../../checks/storage/storage-config-ignored.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  OWN_STORAGE_CONF as file,
  storageConf,
  VERSIONS,
  versions,
} from '../../helpers/storage-facts.ts';

const FOUR = versions({ podman: '4.3.1' });
const problems = [{ file, line: 2, message: 'bad' }];

testCheck(storageConfigIgnored, {
  pass: [
    { name: 'no file', facts: { storageConf: storageConf(), versions: FOUR } },
    {
      name: 'Podman 5 stops instead',
      facts: { storageConf: storageConf('', { problems }), versions: VERSIONS },
    },
    {
      name: 'with a driver',
      facts: { storageConf: storageConf('[storage]\ndriver = "vfs"\n'), versions: FOUR },
    },
    {
      name: 'the driver is in the environment',
      facts: { storageConf: storageConf('', { driverFromEnvironment: 'vfs' }), versions: FOUR },
    },
    {
      name: 'a file of the distribution without a driver',
      facts: {
        storageConf: storageConf('', { used: '/etc/containers/storage.conf' }),
        versions: FOUR,
      },
    },
    { name: 'no version', facts: { storageConf: storageConf('', { problems }), versions: {} } },
  ],
  fail: [
    {
      name: 'no TOML',
      facts: { storageConf: storageConf('', { problems }), versions: FOUR },
      findings: [{ messageId: 'syntax', data: { file, line: 2, major: 4, problem: 'bad' } }],
    },
    {
      name: 'without a driver',
      facts: {
        storageConf: storageConf('[storage]\nrunroot = "/run/user/1000/c"\n'),
        versions: FOUR,
      },
      findings: [{ messageId: 'withoutDriver', data: { file } }],
    },
  ],
});
