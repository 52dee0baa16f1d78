import { runtimeDirSpace } from '../../../checks/session/runtime-dir-space.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { runtimeDir } from '../../helpers/session-facts.ts';

testCheck(runtimeDirSpace, {
  pass: [
    { name: 'nearly empty', facts: { runtimeDir: runtimeDir() } },
    {
      name: 'tiny, but a part of it free',
      facts: { runtimeDir: runtimeDir({ sizeKiB: 1000, freeKiB: 400 }) },
    },
  ],
  fail: [
    {
      name: 'full',
      facts: { runtimeDir: runtimeDir({ freeKiB: 0 }) },
      findings: [{ messageId: 'full', data: { path: '/run/user/1000', free: 0, size: 150_280 } }],
      explains: [
        { check: 'podman-socket', messageId: 'failed' },
        { check: 'podman-service', messageId: 'failed' },
        { check: 'podman-service', messageId: 'restarts' },
      ],
    },
  ],
  notApplicable: [
    { name: 'no directory', facts: { runtimeDir: absent('/run/user/1000 does not exist') } },
  ],
  unknown: [
    { name: 'df failed', facts: { runtimeDir: runtimeDir({ sizeKiB: null, freeKiB: null }) } },
  ],
});
