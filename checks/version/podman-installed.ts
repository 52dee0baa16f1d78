import { type Consequence, defineCheck, fail, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Everything else is about Podman. Exit code 127 of an installed program: a library is missing. */
export const podmanInstalled = defineCheck({
  meta: {
    id: 'podman-installed',
    area: 'version',
    title: 'Podman is installed and runs',
    failureTitle: 'Podman is not installed, or does not run',
    description:
      'Without a podman that the user can run there is nothing that could start containers.',
    severity: 'error',
    needs: ['run', 'api', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: ['https://podman.io/docs/installation'],
    messages: {
      missing: 'There is no podman on the PATH of {{user}}.',
      broken: '{{path}} does not run: {{output}} (exit code {{exitCode}}).',
    },
    commands: {
      missing: ['sudo apt-get install podman', 'sudo dnf install podman', 'podman --version'],
      broken: ['{{path}} --version', 'ldd {{path}}', 'sudo apt-get install --reinstall podman'],
    },
    fixes: ['podman-package'],
  },
  requires: ['tools', 'versions', 'user'],
  evaluate({ tools, versions, user }) {
    const path = valueOr(tools, undefined)?.onPath.podman;
    const name = valueOr(user, undefined)?.name ?? 'the user';
    if (path === undefined) {
      return fail(
        'missing',
        { user: name },
        {
          kind: 'command',
          where: 'command -v podman',
          found: 'nothing',
          expected: '/usr/bin/podman',
        },
      );
    }
    const asked = valueOr(versions, undefined)?.podman;
    if (asked === undefined || (asked.exitCode === 0 && asked.version !== undefined)) return pass;
    const output = asked.output === '' ? 'no output' : asked.output;
    return fail(
      'broken',
      { path, output, exitCode: asked.exitCode },
      { kind: 'command', where: `${path} --version`, found: output, expected: 'podman version …' },
    );
  },
  explains: (_, { messageId }) => (messageId === 'missing' ? WITHOUT_PODMAN : BROKEN_PODMAN),
});

/** What the package of Podman brings, or pulls in. */
const WITHOUT_PODMAN: readonly Consequence[] = [
  { check: 'podman-socket', messageId: 'missing' },
  { check: 'podman-socket-system', messageId: 'missing' },
  { check: 'network-helpers' },
  { check: 'rootless-network-tool' },
  { check: 'policy-json', messageId: 'missing' },
  { check: 'ssh-podman-path', messageId: 'nowhere' },
];

/** The units are there, and what they start fails. */
const BROKEN_PODMAN: readonly Consequence[] = [
  { check: 'podman-api' },
  { check: 'podman-service' },
];
