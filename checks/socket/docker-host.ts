import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import type { ApiSockets } from '../../src/facts/api-sockets.ts';
import type { DockerHostLine } from '../../src/facts/docker-host-lines.ts';
import type { LoginEnv } from '../../src/facts/login-env.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Docker clients and docker-compose look at /var/run/docker.sock unless DOCKER_HOST says otherwise. */
export const dockerHost = defineCheck({
  meta: {
    id: 'docker-host',
    area: 'socket',
    title: "Docker clients find Podman's socket",
    failureTitle: "Docker clients do not find Podman's socket",
    description:
      'docker, docker-compose and test libraries talk to the socket that DOCKER_HOST names; its default belongs to root.',
    severity: 'error',
    needs: ['docker-clients'],
    covers: ['F053', 'F054'],
    since: '0.1.0',
    references: [
      'https://docs.docker.com/reference/cli/docker/#environment-variables',
      'https://docs.podman.io/en/latest/markdown/podman-system-service.1.html',
    ],
    messages: {
      unset: 'DOCKER_HOST is not set for {{user}}, and /var/run/docker.sock is not usable.',
      malformed: 'DOCKER_HOST is {{value}} ({{where}}), which no client understands.',
      noSocket: 'DOCKER_HOST is {{value}} ({{where}}), but no socket is at {{path}}.',
    },
    commands: {
      unset: [
        "mkdir -p ~/.config/environment.d && echo 'DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock' >> ~/.config/environment.d/docker-host.conf",
        'export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock',
      ],
      malformed: ['export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock'],
      noSocket: ['export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock'],
    },
    fixes: [],
  },
  requires: ['user', 'dockerHostLines', 'apiSockets'],
  consults: ['loginEnv'],
  evaluate({ user, dockerHostLines, apiSockets, loginEnv }) {
    const who = valueOr(user, undefined);
    if (who === undefined) return notApplicable('there is no target user');
    const login = isOwnLogin(who, loginEnv) ? loginEnv.value : undefined;
    const sockets = valueOr(apiSockets, undefined);
    const set = assignment(login, valueOr(dockerHostLines, []));
    const expected = `unix:///run/user/${who.uid}/podman/podman.sock`;
    const { uid, name } = who;
    if (set === undefined) {
      if (sockets?.dockerWritable === true) return pass;
      const found = 'set neither in this session nor in a start-up file';
      return fail(
        'unset',
        { user: name, uid },
        { kind: 'command', where: 'echo $DOCKER_HOST', found, expected },
      );
    }
    const evidence: Evidence = { ...set.evidence, found: set.value || 'empty', expected };
    const data = { value: set.value, where: set.evidence.where, uid };
    const path = pathOf(set.value, uid);
    if (path === 'elsewhere') return pass;
    if (path === undefined) return fail('malformed', data, evidence);
    const there = socketAt(path, sockets, login);
    if (there === undefined) return unknown(`whether ${path} is a socket was not looked at`);
    return there ? pass : fail('noSocket', { ...data, path }, evidence);
  },
});

interface Assignment {
  readonly value: string;
  readonly evidence: Pick<Evidence, 'kind' | 'where' | 'line'>;
}

/** What the session received wins; a start-up file counts for sessions that are yet to come. */
function assignment(
  login: LoginEnv | undefined,
  lines: readonly DockerHostLine[],
): Assignment | undefined {
  const received = login?.variables.get('DOCKER_HOST');
  if (received !== undefined && received !== '') {
    return { value: received, evidence: { kind: 'command', where: 'echo $DOCKER_HOST' } };
  }
  const line = lines.at(-1);
  return line === undefined
    ? undefined
    : { value: line.value, evidence: { kind: 'file', where: line.file, line: line.line } };
}

/** The path of the socket; `undefined` when no client understands the value. */
function pathOf(value: string, uid: number): string | undefined {
  const plain = value
    .replaceAll(/\$\{?XDG_RUNTIME_DIR\}?/gu, `/run/user/${uid}`)
    .replaceAll(/\$\{?(?:UID|EUID)\}?|\$\(id -u\)/gu, String(uid));
  if (/^(?:ssh|tcp|https?|npipe|fd):\/\//u.test(plain)) return 'elsewhere';
  const path = /^unix:\/\/(?<path>\/.*)$/u.exec(plain)?.groups?.['path'];
  return path === undefined || /[$`]/u.test(path) ? undefined : path;
}

function socketAt(
  path: string,
  sockets: ApiSockets | undefined,
  login: LoginEnv | undefined,
): boolean | undefined {
  if (login?.sockets.has(path) === true) return true;
  if (login?.variables.get('DOCKER_HOST')?.endsWith(path) === true) return false;
  const file = sockets?.files.get(path.replace(/^\/run\/docker\.sock$/u, '/var/run/docker.sock'));
  return file === undefined || file.status === 'denied' ? undefined : file.type === 'socket';
}
