import { helperVersions } from '../../../checks/version/helper-versions.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { VERSIONS, versions } from '../../helpers/storage-facts.ts';

testCheck(helperVersions, {
  pass: [
    { name: 'trixie', facts: { versions: VERSIONS } },
    { name: 'without aardvark-dns', facts: { versions: versions({ netavark: '1.4.0' }) } },
    {
      name: 'another patch release',
      facts: { versions: versions({ netavark: '1.12.1', 'aardvark-dns': '1.12.2' }) },
    },
    {
      name: 'Podman 6 with its own',
      facts: {
        versions: versions({ podman: '6.0.0', netavark: '2.0.0', 'aardvark-dns': '2.0.0' }),
      },
    },
  ],
  fail: [
    {
      name: 'another series',
      facts: {
        versions: versions({ podman: '5.4.2', netavark: '1.4.0', 'aardvark-dns': '1.14.0' }),
      },
      findings: [
        {
          messageId: 'pair',
          data: {
            netavarkPath: '/usr/bin/netavark',
            netavark: '1.4.0',
            aardvarkPath: '/usr/bin/aardvark-dns',
            aardvark: '1.14.0',
          },
        },
      ],
    },
    {
      name: 'Podman 6 with an old netavark',
      facts: {
        versions: versions({ podman: '6.0.0', netavark: '1.14.0', 'aardvark-dns': '1.14.0' }),
      },
      findings: [
        {
          messageId: 'podman',
          data: {
            netavarkPath: '/usr/bin/netavark',
            netavark: '1.14.0',
            podman: '6.0.0',
            needed: '2.x',
          },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no netavark', facts: { versions: versions({ podman: '3.0.1' }) } }],
});
