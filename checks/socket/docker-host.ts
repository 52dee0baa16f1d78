import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { answeringDocker } from '../../src/domain/docker-units.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import type { ApiSockets } from '../../src/facts/api-sockets.ts';
import type { DockerHostLine } from '../../src/facts/docker-host-lines.ts';
import type { LoginEnv } from '../../src/facts/login-env.ts';
import type { User } from '../../src/facts/user.ts';
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
    covers: ['F053', 'F054', 'F055'],
    since: '0.1.0',
    references: [
      'https://docs.docker.com/reference/cli/docker/#environment-variables',
      'https://docs.podman.io/en/latest/markdown/podman-system-service.1.html',
      'https://github.com/containers/podman/issues/13160',
    ],
    messages: {
      unset: 'DOCKER_HOST is not set for {{user}}, and /var/run/docker.sock is not usable.',
      malformed: 'DOCKER_HOST is {{value}} ({{where}}), which no client understands.',
      noSocket: 'DOCKER_HOST is {{value}} ({{where}}), but no socket is at {{path}}.',
      otherEngine:
        'Docker clients of {{user}} reach Docker ({{unit}}) at /var/run/docker.sock, and not Podman: DOCKER_HOST is {{value}}.',
    },
    commands: {
      unset: [
        "mkdir -p ~/.config/environment.d && echo 'DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock' >> ~/.config/environment.d/docker-host.conf",
        'export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock',
      ],
      malformed: ['export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock'],
      noSocket: ['export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock'],
      otherEngine: [
        'systemctl status {{unit}}; ls -l /var/run/docker.sock; command -v docker',
        'export DOCKER_HOST=unix:///run/user/{{uid}}/podman/podman.sock',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'dockerHostLines', 'apiSockets'],
  consults: ['loginEnv', 'systemUnits'],
  evaluate({ user, dockerHostLines, apiSockets, loginEnv, systemUnits }) {
    const who = valueOr(user, undefined);
    if (who === undefined) return notApplicable('there is no target user');
    const login = isOwnLogin(who, loginEnv) ? loginEnv.value : undefined;
    const sockets = valueOr(apiSockets, undefined);
    const host: Host = {
      user: who,
      login,
      sockets,
      docker: answeringDocker(sockets, systemUnits),
      expected: `unix:///run/user/${who.uid}/podman/podman.sock`,
    };
    const set = assignment(login, valueOr(dockerHostLines, []));
    return set === undefined ? byDefault(host) : bySetting(set, host);
  },
});

/** What decides where Docker clients of the user come to. */
interface Host {
  readonly user: User;
  readonly login: LoginEnv | undefined;
  readonly sockets: ApiSockets | undefined;
  /** The unit of Docker that answers at the default path. */
  readonly docker: string | undefined;
  readonly expected: string;
}

function byDefault(host: Host): Verdict<'unset' | 'otherEngine'> {
  const { user, sockets, docker, expected } = host;
  if (sockets?.dockerWritable === true) {
    return docker === undefined ? pass : otherEngine(docker, 'not set', host);
  }
  const found = 'set neither in this session nor in a start-up file';
  return fail(
    'unset',
    { user: user.name, uid: user.uid },
    { kind: 'command', where: 'echo $DOCKER_HOST', found, expected },
  );
}

function bySetting(set: Assignment, host: Host): Verdict<'malformed' | 'noSocket' | 'otherEngine'> {
  const { user, sockets, login, docker, expected } = host;
  const evidence: Evidence = { ...set.evidence, found: set.value || 'empty', expected };
  const data = { value: set.value, where: set.evidence.where, uid: user.uid };
  const path = pathOf(set.value, user.uid);
  if (path === 'elsewhere') return pass;
  if (path === undefined) return fail('malformed', data, evidence);
  if (docker !== undefined && DOCKER_SOCKET.test(path)) {
    return otherEngine(docker, set.value, host);
  }
  const there = socketAt(path, sockets, login);
  if (there === undefined) return unknown(`whether ${path} is a socket was not looked at`);
  return there ? pass : fail('noSocket', { ...data, path }, evidence);
}

const DOCKER_SOCKET = /^(?:\/var)?\/run\/docker\.sock$/u;

function otherEngine(
  unit: string,
  value: string,
  { user, expected }: Host,
): Verdict<'otherEngine'> {
  return fail(
    'otherEngine',
    { unit, user: user.name, uid: user.uid, value },
    { kind: 'unit', where: unit, found: 'active', expected: `DOCKER_HOST=${expected}` },
  );
}

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
