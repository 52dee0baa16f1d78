/**
 * The socket that `podready fix` enabled, used by real clients: curl on both APIs, python3-podman, docker-compose, and
 * `podman --remote` over SSH from a second host.
 *
 *   npm run test:clients
 */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { inject, verify } from './case.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import { freePort } from './machine.ts';
import { labKey } from './paths.ts';
import { podready } from './podready.ts';
import { installPodready, PODREADY } from './podready-in-guest.ts';
import { Tally } from './tally.ts';

const SERVER = '192.168.77.1';
const CLIENT = '192.168.77.2';
const SOCKET = '/run/user/1000/podman/podman.sock';
const CURL = `curl -sS --fail --max-time 60 --unix-socket ${SOCKET}`;

interface Client {
  readonly name: string;
  /** Package of the second disk that it comes from. */
  readonly install?: string;
  /** Run as alice on the server; ends with 0 when the client got what it asked for. */
  readonly script: string;
}

const CLIENTS: readonly Client[] = [
  { name: 'curl, Docker API', script: `${CURL} http://d/v1.40/version | grep -q ApiVersion` },
  {
    name: 'curl, libpod API',
    script: `${CURL} http://d/v4.0.0/libpod/images/json | grep -q localhost/bb:1`,
  },
  {
    name: 'python3-podman',
    install: 'python3-podman',
    script: `python3 - <<'END'
from podman import PodmanClient
with PodmanClient(base_url="unix://${SOCKET}") as client:
    assert client.ping()
    assert any("localhost/bb:1" in image.tags for image in client.images.list())
    said = client.containers.run("localhost/bb:1", ["/bin/busybox", "id", "-u"], remove=True)
    assert said.strip() == b"0", said
END`,
  },
  {
    name: 'docker-compose with DOCKER_HOST',
    install: 'docker-compose',
    script: `
export DOCKER_HOST=unix://${SOCKET}
mkdir -p ~/app && cd ~/app
cat >compose.yaml <<'END'
services:
  web:
    image: localhost/bb:1
    pull_policy: never
    command: ["/bin/busybox", "httpd", "-f", "-p", "80", "-h", "/www"]
    ports: ["8080:80"]
END
docker-compose up -d &&
test "$(curl -s --retry 5 --retry-connrefused --max-time 10 http://127.0.0.1:8080/)" = hello
status=$?
docker-compose down -t 0
exit $status`,
  },
];

const tally = new Tally();
const port = await freePort();
const guests: Guest[] = [];
try {
  const server = await Guest.start({ suite: 'trixie', wire: { listen: port }, say: console.error });
  guests.push(server);
  await tally.test('podready fix enables the socket', () => enable(server));
  for (const client of CLIENTS) await tally.test(client.name, () => use(server, client));
  const other = await Guest.start({ suite: 'trixie', wire: { connect: port }, say: console.error });
  guests.push(other);
  await tally.test('podman --remote over SSH from a second host', () => remote(server, other));
  await tally.test('podready connect on the second host', () => connect(other));
  await tally.test('podready connect names the broken link', () => connectToBroken(server, other));
} finally {
  for (const guest of guests) await guest.stop();
}
process.exitCode = tally.end();

async function enable(server: Guest): Promise<string[]> {
  const fault = faults.find(({ id }) => id === 'socket-disabled');
  if (fault === undefined) return ['no such fault'];
  await inject(server, fault);
  if ((await verify(server, fault)).code === 0)
    return ['the socket answers although it is disabled'];
  const fix = await podready(server, 'fix', { login: 'alice' }, ['--yes']);
  if (fix.code !== 0) return [`fix ended with ${fix.code}:\n${fix.stdout}${fix.stderr}`];
  const proof = await verify(server, fault);
  return proof.code === 0 ? [] : [`after the fix: ${proof.stderr}`];
}

async function use(server: Guest, { install, script }: Client): Promise<string[]> {
  if (install !== undefined)
    await server.must('root', `apt-get -y -q install ${install} >/dev/null`);
  const done = await server.exec('alice', script);
  return done.code === 0 ? [] : [`${done.code}: ${done.stdout}${done.stderr}`];
}

async function remote(server: Guest, other: Guest): Promise<string[]> {
  await server.must('root', `ip address add ${SERVER}/24 dev eth1 && ip link set eth1 up`);
  // Both machines have the same card; on one wire they need two addresses.
  await other.must(
    'root',
    `ip link set eth1 address 52:54:00:00:77:02 &&
     ip address add ${CLIENT}/24 dev eth1 && ip link set eth1 up`,
  );
  const key = (await readFile(labKey(), 'utf8')).trim();
  const keys = await server.must('root', 'cat /etc/ssh/ssh_host_*_key.pub');
  const known = keys
    .trim()
    .split('\n')
    .map((line) => `${SERVER} ${line}`)
    .join('\n');
  const done = await other.exec(
    'alice',
    `umask 077
printf '%s\\n' '${key}' >~/.ssh/id_ed25519
printf '%s\\n' '${known}' >~/.ssh/known_hosts
podman --remote --url ssh://alice@${SERVER}${SOCKET} --identity ~/.ssh/id_ed25519 \\
  run --rm localhost/bb:1 /bin/busybox cat /etc/passwd &&
podman --remote --url ssh://alice@${SERVER}${SOCKET} --identity ~/.ssh/id_ed25519 \\
  info --format '{{.Host.Hostname}} {{.Host.ServiceIsRemote}}'`,
  );
  const good = done.code === 0 && done.stdout.includes('root:x:0') && done.stdout.includes('true');
  return good ? [] : [`${done.code}: ${done.stdout}${done.stderr}`];
}

/** Sets up a connection and uses it; the second time there is nothing to set up. */
async function connect(other: Guest): Promise<string[]> {
  await installPodready(other);
  const call = `${PODREADY} connect alice@${SERVER} --name server --yes --timeout 300`;
  const first = await other.exec('alice', call, 600_000);
  const used = await other.exec(
    'alice',
    'podman --connection server run --rm localhost/bb:1 /bin/busybox hostname',
  );
  const second = await other.exec('alice', call, 600_000);
  const good =
    first.code === 0 &&
    first.stdout.includes('podman system connection add') &&
    used.code === 0 &&
    second.code === 0 &&
    !second.stdout.includes('podman system connection add');
  const all = [first, used, second].map(
    ({ code, stdout, stderr }) => `${code}: ${stdout}${stderr}`,
  );
  return good ? [] : all;
}

async function connectToBroken(server: Guest, other: Guest): Promise<string[]> {
  await server.must(
    'root',
    `echo 'AllowStreamLocalForwarding no' >/etc/ssh/sshd_config.d/10-hardening.conf
     systemctl reload ssh`,
  );
  const done = await other.exec(
    'alice',
    `${PODREADY} connect alice@${SERVER} --timeout 300`,
    600_000,
  );
  const good = done.code === 1 && done.stdout.includes('[✗] sshd forwards unix sockets');
  return good ? [] : [`${done.code}: ${done.stdout}${done.stderr}`];
}
