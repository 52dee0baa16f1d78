import { defineCheck, notApplicable, verdictOf } from '../../src/model/check.ts';
import type { LoginVariable } from '../../src/facts/login-env.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import { valueOr } from '../../src/model/fact.ts';

const NAMES: readonly LoginVariable[] = ['CONTAINER_HOST', 'CONTAINER_CONNECTION'];

/** These turn every local `podman` into a remote client: pkg/domain/entities and cmd/podman/registry. */
export const containerHost = defineCheck({
  meta: {
    id: 'container-host',
    area: 'socket',
    title: 'The podman command works on this host',
    failureTitle: 'The podman command is turned into a remote client',
    description:
      'With these variables set, `podman ps` talks to another service, or fails to connect.',
    severity: 'error',
    needs: ['run'],
    covers: ['F054', 'F057'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman.1.html'],
    messages: {
      set: '{{name}} is set to {{value}} in this session: podman runs as a remote client.',
    },
    commands: { set: ['unset {{name}}', 'grep -n {{name}} ~/.profile ~/.bashrc /etc/environment'] },
    fixes: [],
  },
  requires: ['user', 'loginEnv'],
  evaluate({ user, loginEnv }) {
    const who = valueOr(user, undefined);
    if (who === undefined || !isOwnLogin(who, loginEnv)) {
      return notApplicable('this run is not a login of the target user');
    }
    const { variables, sockets } = loginEnv.value;
    return verdictOf(
      NAMES.flatMap((name) => {
        const value = variables.get(name) ?? '';
        if (value === '' || isLocalSocket(value, sockets)) return [];
        const evidence = {
          kind: 'command',
          where: `echo $${name}`,
          found: value,
          expected: 'unset',
        } as const;
        return [{ messageId: 'set', data: { name, value }, evidence: [evidence] }];
      }),
    );
  },
});

/** A service of this host does the work all the same. */
function isLocalSocket(value: string, sockets: ReadonlySet<string>): boolean {
  return value.startsWith('unix://') && sockets.has(value.slice('unix://'.length));
}
