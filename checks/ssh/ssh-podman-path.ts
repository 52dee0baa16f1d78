import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Directories that are on the PATH of every sshd session: its built-in default, and Debian's. */
const ALWAYS_ON_PATH: ReadonlySet<string> = new Set(['/usr/bin/podman', '/bin/podman']);

/** `podman system connection add` and tools run `podman` there without a terminal: no profile is read. */
export const sshPodmanPath = defineCheck({
  meta: {
    id: 'ssh-podman-path',
    area: 'ssh',
    title: 'A command over SSH finds podman',
    failureTitle: 'A command over SSH does not find podman',
    description:
      'A session without a terminal gets a shorter PATH; tools that run podman over SSH fail with "command not found".',
    severity: 'error',
    needs: ['remote'],
    covers: ['F066'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/sshd_config.5.html',
      'https://docs.podman.io/en/latest/markdown/podman-system-connection-add.1.html',
    ],
    messages: {
      elsewhere:
        'podman is at {{podman}}, which is not on the PATH of a command over SSH ({{path}}).',
      nowhere: 'No podman is on the PATH of a command over SSH ({{path}}).',
    },
    commands: {
      elsewhere: ['sudo ln -s {{podman}} /usr/local/bin/podman'],
      nowhere: ['command -v podman', 'sudo apt-get install podman'],
    },
    fixes: [],
  },
  requires: ['user', 'loginEnv'],
  consults: ['connection'],
  evaluate({ user, loginEnv, connection }) {
    const who = valueOr(user, undefined);
    if (who === undefined || loginEnv.state === 'absent') {
      return notApplicable('there is no login to look at');
    }
    const { podman, otherPodmans, path } = loginEnv.value;
    const overSsh = connection.state === 'known' && connection.value.overSsh;
    if (!overSsh || !isOwnLogin(who, loginEnv)) {
      const all = [podman, ...otherPodmans].filter((one) => one !== '');
      if (all.length === 0) return notApplicable('there is no podman');
      return all.some((one) => ALWAYS_ON_PATH.has(one))
        ? pass
        : unknown(`only a login of ${who.name} over SSH shows the PATH of such a login`);
    }
    if (podman !== '') return pass;
    const evidence: Evidence = {
      kind: 'command',
      where: 'echo $PATH',
      found: path || 'empty',
      expected: 'a directory with podman',
    };
    const [elsewhere] = otherPodmans;
    return elsewhere === undefined
      ? fail('nowhere', { path }, evidence)
      : fail('elsewhere', { podman: elsewhere, path }, evidence);
  },
  // What does not find it over SSH is podready too.
  explains: (_, { messageId }) =>
    messageId === 'elsewhere' ? [{ check: 'podman-installed', messageId: 'missing' }] : [],
});
