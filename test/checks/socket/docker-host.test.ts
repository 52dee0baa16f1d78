import { dockerHost } from '../../../checks/socket/docker-host.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  gone,
  loginEnv,
  SOCKET_PATH,
  sockets,
  unit,
  units,
} from '../../helpers/session-facts.ts';

const base = { user: ALICE, dockerHostLines: [], apiSockets: sockets() };
const GOOD = `unix://${SOCKET_PATH}`;
const line = (value: string) => [{ file: '/home/alice/.profile', line: 28, value }];

const DOCKER = units(unit('docker.socket', { sub: 'listening', listen: ['/run/docker.sock'] }));
const writable = { ...base, apiSockets: sockets([], { dockerWritable: true }) };

testCheck(dockerHost, {
  pass: [
    {
      name: 'Docker is stopped',
      facts: { ...writable, systemUnits: units(unit('docker.socket', { active: 'inactive' })) },
    },
    {
      name: 'an alias of podman.socket',
      facts: { ...writable, systemUnits: new Map([['docker.socket', unit('podman.socket')]]) },
    },
    {
      name: 'Docker runs, and the link leads to Podman',
      facts: {
        ...base,
        apiSockets: sockets([], { dockerWritable: true, dockerIsPodman: true }),
        systemUnits: DOCKER,
      },
    },
    {
      name: 'Docker runs, and DOCKER_HOST names Podman',
      facts: { ...writable, dockerHostLines: line(GOOD), systemUnits: DOCKER },
    },
    {
      name: 'set in the session',
      facts: {
        ...base,
        loginEnv: loginEnv({ DOCKER_HOST: GOOD }, { sockets: new Set([SOCKET_PATH]) }),
      },
    },
    {
      name: 'set in a start-up file with a variable',
      facts: {
        ...base,
        dockerHostLines: line('unix://${XDG_RUNTIME_DIR}/podman/podman.sock'),
        loginEnv: loginEnv(),
      },
    },
    {
      name: 'the uid by id(1)',
      facts: { ...base, dockerHostLines: line('unix:///run/user/$(id -u)/podman/podman.sock') },
    },
    { name: 'another host', facts: { ...base, dockerHostLines: line('ssh://bob@host2') } },
    {
      name: 'the default socket is usable',
      facts: { ...base, apiSockets: sockets([], { dockerWritable: true }) },
    },
  ],
  fail: [
    {
      name: 'not set',
      facts: { ...base, loginEnv: loginEnv() },
      findings: [{ messageId: 'unset', data: { user: 'alice', uid: 1000 } }],
    },
    {
      name: 'not set, and Docker listens',
      facts: { ...writable, systemUnits: DOCKER },
      findings: [
        {
          messageId: 'otherEngine',
          data: { unit: 'docker.socket', user: 'alice', uid: 1000, value: 'not set' },
          evidence: [{ kind: 'unit', where: 'docker.socket' }],
        },
      ],
    },
    {
      name: 'set to where Docker listens',
      facts: {
        ...writable,
        dockerHostLines: line('unix:///run/docker.sock'),
        systemUnits: units(unit('docker.socket', { active: 'inactive' }), unit('docker.service')),
      },
      findings: [
        {
          messageId: 'otherEngine',
          data: {
            unit: 'docker.service',
            user: 'alice',
            uid: 1000,
            value: 'unix:///run/docker.sock',
          },
        },
      ],
    },
    {
      name: 'not set, and closed',
      facts: { ...base, systemUnits: DOCKER },
      findings: [{ messageId: 'unset' }],
    },
    {
      name: 'a path without a scheme',
      facts: { ...base, dockerHostLines: line(SOCKET_PATH) },
      findings: [
        {
          messageId: 'malformed',
          data: { value: SOCKET_PATH, where: '/home/alice/.profile', uid: 1000 },
          evidence: [{ kind: 'file', where: '/home/alice/.profile', line: 28 }],
        },
      ],
    },
    {
      name: 'a variable that nobody sets',
      facts: { ...base, dockerHostLines: line('unix:///run/user/$NOBODY/podman/podman.sock') },
      findings: [{ messageId: 'malformed' }],
    },
    {
      name: 'no socket there',
      facts: { ...base, dockerHostLines: line(GOOD), apiSockets: sockets([gone(SOCKET_PATH)]) },
      findings: [{ messageId: 'noSocket' }],
    },
    {
      name: 'no socket where the session says',
      facts: { ...base, loginEnv: loginEnv({ DOCKER_HOST: 'unix:///tmp/x.sock' }) },
      findings: [
        {
          messageId: 'noSocket',
          data: {
            value: 'unix:///tmp/x.sock',
            where: 'echo $DOCKER_HOST',
            uid: 1000,
            path: '/tmp/x.sock',
          },
        },
      ],
    },
  ],
  unknown: [
    {
      name: 'a path that was not looked at',
      facts: { ...base, dockerHostLines: line('unix:///srv/podman.sock') },
    },
  ],
});
