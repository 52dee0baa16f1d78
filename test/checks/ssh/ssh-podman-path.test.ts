import { sshPodmanPath } from '../../../checks/ssh/ssh-podman-path.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, LOCAL, loginEnv, OVER_SSH } from '../../helpers/session-facts.ts';

const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/games';
const base = { user: ALICE, loginEnv: loginEnv(), connection: OVER_SSH };
const without = (...otherPodmans: readonly string[]) => loginEnv({}, { podman: '', otherPodmans });

testCheck(sshPodmanPath, {
  pass: [
    { name: 'found over SSH', facts: base },
    { name: 'local, where every session looks', facts: { ...base, connection: LOCAL } },
  ],
  fail: [
    {
      name: 'somewhere else',
      facts: { ...base, loginEnv: without('/opt/podman/bin/podman') },
      findings: [
        { messageId: 'elsewhere', data: { podman: '/opt/podman/bin/podman', path: PATH } },
      ],
      explains: [{ check: 'podman-installed', messageId: 'missing' }],
    },
    {
      name: 'nowhere',
      facts: { ...base, loginEnv: without() },
      findings: [{ messageId: 'nowhere', data: { path: PATH } }],
    },
  ],
  notApplicable: [
    {
      name: 'local, and there is no podman',
      facts: { ...base, connection: LOCAL, loginEnv: without() },
    },
  ],
  unknown: [
    {
      name: 'local, and in a place of its own',
      facts: { ...base, connection: LOCAL, loginEnv: without('/opt/podman/bin/podman') },
    },
  ],
});
