import { defineSymptoms } from '../src/model/symptom.ts';

/** The API socket, and clients of Docker on it. */
export const socket = defineSymptoms([
  {
    id: 'api-socket-missing',
    title: 'The API socket of the user is not there',
    covers: ['F048', 'F057'],
    texts: [
      'unable to connect to Podman socket: Get "http://d/v{version}/libpod/_ping": dial unix /run/user/{number}/podman/podman.sock: connect: no such file or directory',
      'Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`, or try `podman machine init` and `podman machine start` to manage a new Linux VM',
      'Cannot connect to Podman',
    ],
    causes: [
      { check: 'podman-socket', because: 'podman.socket of the user does not listen.' },
      { check: 'podman-socket-override', because: 'It listens at another path.' },
      { check: 'user-manager', because: 'The manager that starts it does not run.' },
      { check: 'linger', because: 'It goes with the last session of the user.' },
      { check: 'container-host', because: 'A variable makes podman a client of a socket.' },
      { check: 'podman-socket-stale', because: 'Somebody removed the file of the socket.' },
      { check: 'podman-socket-enabled', because: 'It was not started after the last boot.' },
      {
        check: 'podman-socket-system',
        because: 'The client is root, whose socket does not listen.',
      },
      {
        because: 'containers.conf makes podman a client (remote = true, or a default connection).',
        byHand: 'Run podman system connection list, and podman --remote=false ps.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/10714'],
  },
  {
    id: 'api-socket-refused',
    title: 'The API socket is there, and nobody answers',
    covers: ['F049'],
    texts: [
      'unable to connect to Podman socket: Get "http://d/v{version}/libpod/_ping": dial unix {path}/podman.sock: connect: connection refused',
      'Get "http://d/v{version}/libpod/_ping": read unix @->{path}/podman.sock: read: connection reset by peer',
    ],
    causes: [
      { check: 'podman-socket-stale', because: 'A service that has ended left the file.' },
      { check: 'podman-service', because: 'The service fails at its start.' },
      { check: 'podman-api', because: 'The service runs and does not answer.' },
      { check: 'podman-socket', because: 'podman.socket does not listen.' },
    ],
    references: ['https://github.com/containers/podman/issues/5150'],
  },
  {
    id: 'api-address-in-use',
    title: 'podman.service cannot have its socket: somebody else has it',
    covers: ['F051'],
    texts: [
      'podman.service: Error: unable to create socket: listen unix {path}/podman.sock: bind: address already in use',
      'listen unix /run/user/{number}/podman/podman.sock: bind: address already in use',
    ],
    causes: [
      { check: 'podman-service', because: 'The service names an address of its own.' },
      { check: 'podman-socket-stale', because: 'The file belongs to another listener.' },
      {
        because: 'A podman system service that somebody started by hand listens there.',
        byHand: 'Run ss -xlp | grep podman.sock, and end the process that it names.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/5840'],
  },
  {
    id: 'api-descriptors-used-up',
    title: 'The manager of the user has no file descriptors left to start a service',
    covers: ['F052'],
    texts: [
      'podman.service: Failed to allocate exec_fd pipe: Too many open files',
      "podman.service: Failed with result 'resources'.",
      'podman.service: Active: failed (Result: resources)',
    ],
    causes: [
      { check: 'nofile-limit', because: 'Services of the user may open too few files.' },
      { check: 'podman-service', because: 'The service has failed for want of resources.' },
      {
        because: 'An old Podman leaves descriptors open with every connection.',
        byHand: 'Restart user@UID.service, and update Podman.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/10593'],
  },
  {
    id: 'docker-daemon-missing',
    title: 'A Docker client asked the socket of Docker, not that of Podman',
    covers: ['F053'],
    texts: [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      "docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', PermissionError(13, 'Permission denied'))",
      "docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2, 'No such file or directory'))",
      "PermissionError(13, 'Permission denied')",
      'PermissionError(13)',
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    ],
    causes: [
      { check: 'docker-host', because: 'DOCKER_HOST does not name the socket of the user.' },
      { check: 'podman-socket', because: 'The socket of the user does not listen.' },
      { check: 'linger', because: 'The socket goes with the last session of the user.' },
    ],
    references: ['https://github.com/containers/podman/issues/10770'],
  },
  {
    id: 'docker-host-malformed',
    title: 'The address of the API socket is malformed',
    covers: ['F054'],
    texts: [
      'dial tcp: lookup unix on {number}: no such host',
      'dial tcp: lookup unix on 127.0.0.53:53: server misbehaving',
      'unsupported protocol scheme ""',
      'unable to parse docker host `{name}`',
    ],
    causes: [
      { check: 'docker-host', because: 'DOCKER_HOST has no unix:// or no path.' },
      { check: 'container-host', because: 'CONTAINER_HOST has no unix:// or no path.' },
    ],
    references: ['https://github.com/containers/podman/issues/10770'],
  },
  {
    id: 'docker-emulated',
    title: 'The command docker is a wrapper of Podman, and says so',
    covers: ['F055'],
    texts: ['Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.'],
    causes: [
      {
        because: 'The package podman-docker is installed.',
        byHand: 'Run touch /etc/containers/nodocker as root, or remove the package.',
      },
      { check: 'docker-host', because: 'Docker clients may ask another socket than meant.' },
    ],
    references: ['https://github.com/containers/podman/issues/13160'],
  },
  {
    id: 'api-socket-in-container-denied',
    title: 'A container may not use the API socket that is mounted into it',
    covers: ['F056'],
    texts: [
      'dial unix {path}/podman.sock: connect: permission denied',
      'permission denied while trying to connect to {path}/podman.sock',
    ],
    causes: [
      { check: 'selinux-socket-label', because: 'The socket has an unexpected label.' },
      { check: 'podman-socket-system', because: 'It is the socket of root.' },
      {
        because: 'SELinux keeps containers from sockets of the host.',
        byHand: 'Run the container with --security-opt label=disable.',
      },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-service.1.html'],
  },
]);
