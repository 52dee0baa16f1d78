import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import { parseUlimit } from '../../src/parse/ulimit.ts';

/** ``crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted`` (seen with 5.4 on Debian 13). */
export const defaultUlimits = defineCheck({
  meta: {
    id: 'default-ulimits',
    area: 'limit',
    title: 'The default limits of containers are within those of the user',
    failureTitle: 'The default limits of containers exceed those of the user',
    description:
      'containers.conf asks for a higher limit than the user has. Only root may raise a hard limit, so no container starts.',
    severity: 'error',
    needs: ['run'],
    covers: ['F159'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://github.com/containers/podman/issues/6389',
    ],
    messages: {
      aboveHard:
        '{{file}} sets the default ulimit {{ulimit}}, but the hard limit of {{user}} is {{hard}}.',
    },
    commands: {
      aboveHard: [
        'grep -n default_ulimits {{file}}',
        'ulimit -Hn; ulimit -Hu',
        'sudoedit {{file}}',
      ],
    },
    fixes: ['containers-conf-drop-in'],
  },
  requires: ['user', 'limits', 'containersConf'],
  evaluate({ user, limits, containersConf }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root may raise its limits');
    if (limits.state !== 'known') return unknown(limits.because);
    if (containersConf.state !== 'known') return notApplicable(containersConf.because);
    const setting = containersConf.value.settings.get('containers.default_ulimits');
    const { session } = limits.value;
    if (setting === undefined || !Array.isArray(setting.value)) {
      return notApplicable('containers.conf sets no default ulimits');
    }
    if (session === null) return unknown('the limits of the session cannot be read');
    const hardOf = { nofile: session.openFiles.hard, nproc: session.processes.hard } as const;
    const { file, line } = setting;
    return verdictOf(
      setting.value.flatMap((text: unknown): Finding<'aboveHard'>[] => {
        const wanted = typeof text === 'string' ? parseUlimit(text) : null;
        if (wanted === null || (wanted.name !== 'nofile' && wanted.name !== 'nproc')) return [];
        const hard = hardOf[wanted.name];
        if (Math.max(wanted.soft, wanted.hard) <= hard) return [];
        const ulimit = String(text);
        return [
          {
            messageId: 'aboveHard',
            data: { file, ulimit, user: user.value.name, hard },
            evidence: [
              {
                kind: 'file',
                where: file,
                ...(line === null ? {} : { line }),
                found: ulimit,
                expected: `${wanted.name} of ${hard} at most`,
              },
            ],
          },
        ];
      }),
    );
  },
});
