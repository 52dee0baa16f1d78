import { podmanVersion } from '../../../checks/version/podman-version.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { VERSIONS, versions } from '../../helpers/storage-facts.ts';

testCheck(podmanVersion, {
  pass: [
    { name: 'trixie', facts: { versions: VERSIONS } },
    { name: 'bullseye', facts: { versions: versions({ podman: '3.0.1' }) } },
  ],
  fail: [
    {
      name: 'Ubuntu 20.10',
      facts: { versions: versions({ podman: '2.0.6' }) },
      findings: [
        {
          messageId: 'tooOld',
          data: { path: '/usr/bin/podman', version: '2.0.6', needed: '3.0.0' },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no podman', facts: { versions: {} } }],
  unknown: [{ name: 'no number', facts: { versions: versions({ podman: 'unknown' }) } }],
});
