import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';

/** What a start-up file prints comes before the answer of every command: parsers fail on it. */
export const sshShellNoise = defineCheck({
  meta: {
    id: 'ssh-shell-noise',
    area: 'ssh',
    title: 'The login shell prints nothing of its own',
    failureTitle: 'The login shell prints text before every command',
    description:
      'podman system connection add, scp, rsync and other tools read the output of the command and trip over text before it.',
    severity: 'warning',
    needs: ['remote'],
    covers: ['F066'],
    since: '0.1.0',
    references: [
      'https://www.openssh.com/faq.html#2.9',
      'https://www.gnu.org/software/bash/manual/html_node/Bash-Startup-Files.html',
    ],
    messages: {
      known:
        'A session without a terminal prints "{{text}}" before its command; {{file}} line {{line}} is a likely source.',
      unknown: 'A session without a terminal prints "{{text}}" before its command.',
    },
    commands: {
      known: ['sed -n {{line}}p {{file}}'],
      unknown: [
        'grep -nE "echo|printf|cat" ~/.bashrc ~/.zshenv ~/.ssh/rc /etc/bash.bashrc /etc/ssh/sshrc',
      ],
    },
    fixes: [],
  },
  requires: ['connection', 'noise'],
  consults: ['shellStartup'],
  evaluate({ connection, noise, shellStartup }) {
    if (noise.state === 'absent') return pass;
    if (connection.state === 'absent' || !connection.value.overSsh) {
      return notApplicable('this run did not come over SSH');
    }
    const text = noise.value.trim().split('\n')[0]?.slice(0, 60) ?? '';
    if (text === '') return unknown('what was printed cannot be shown');
    const evidence: Evidence = {
      kind: 'client',
      where: 'output before the first record',
      found: text,
      expected: 'nothing',
    };
    const source = shellStartup.state === 'known' ? shellStartup.value.printing[0] : undefined;
    if (source === undefined) return fail('unknown', { text }, evidence);
    const { file, line } = source;
    return fail('known', { text, file, line }, evidence, {
      kind: 'file',
      where: file,
      line,
      found: 'a command that prints',
      expected: 'none, or only when the shell is interactive',
    });
  },
});
