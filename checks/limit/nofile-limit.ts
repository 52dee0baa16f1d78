import { FILES_NEEDED } from '../../src/domain/user-limits.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import type { ProcessLimits } from '../../src/parse/limits.ts';

/** Podman raises the soft limit itself, so only the hard one counts. */
export const nofileLimit = defineCheck({
  meta: {
    id: 'nofile-limit',
    area: 'limit',
    title: 'The user may open enough files',
    failureTitle: 'The user may not open enough files',
    description:
      'Podman, conmon and the network program open dozens of files for one container; a low hard limit makes them fail half-way.',
    severity: 'error',
    needs: ['run'],
    covers: ['F052'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man2/getrlimit.2.html',
      'https://man7.org/linux/man-pages/man5/limits.conf.5.html',
    ],
    messages: {
      session:
        'A session of {{user}} may open {{hard}} files at most; a container needs {{needed}}.',
      manager:
        'Services of {{user}} may open {{hard}} files at most; a container needs {{needed}}.',
    },
    commands: {
      session: [
        'ulimit -Hn',
        'grep -rns nofile /etc/security/limits.conf /etc/security/limits.d',
        'sudoedit /etc/security/limits.conf   # then log in again',
      ],
      manager: [
        'systemctl show user@$(id -u).service -p LimitNOFILE',
        'systemctl cat user@$(id -u).service',
        'grep -rns nofile /etc/security/limits.conf /etc/security/limits.d',
      ],
    },
    fixes: ['login-limits'],
  },
  requires: ['user', 'limits'],
  evaluate({ user, limits }) {
    if (user.state !== 'known') return unknown(user.because);
    if (limits.state !== 'known') return unknown(limits.because);
    const { session, manager } = limits.value;
    if (session === null && manager === null) return notApplicable('no limits can be read');
    const { name } = user.value;
    return verdictOf([...judge('session', session, name), ...judge('manager', manager, name)]);
  },
});

function judge<Whose extends 'session' | 'manager'>(
  whose: Whose,
  limits: ProcessLimits | null,
  user: string,
): readonly Finding<Whose>[] {
  const hard = limits?.openFiles.hard ?? Number.POSITIVE_INFINITY;
  if (hard >= FILES_NEEDED) return [];
  return [
    {
      messageId: whose,
      data: { user, hard, needed: FILES_NEEDED },
      evidence: [
        {
          kind: 'kernel',
          where: `Max open files of ${whose === 'session' ? 'the session' : "the user's manager"}`,
          found: `${hard}`,
          expected: `${FILES_NEEDED} or more`,
        },
      ],
    },
  ];
}
