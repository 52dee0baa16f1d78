/** A host that keeps a secret in every place of every fact where a host may keep one. */
import { type FactId, facts } from '../../src/facts/index.ts';
import type { Fact, ProbeFact } from '../../src/model/fact.ts';
import type { Answer, FakeHost } from './fake-host.ts';
import { journalOf, STEPS } from './journals.ts';
import { outcomesText } from './outcomes.ts';
import { recordedOutput } from './packet-rules.ts';
import { recordedHosts } from './recorded-hosts.ts';

/** It is in every secret below, and in nothing else. */
export const CANARY = 'c4naryV4lue9';

/** What may stand in the files, environments and messages of a host; a line each. */
export const SECRETS: readonly string[] = [
  `http_proxy=http://ada:${CANARY}@proxy:3128`,
  `https_proxy = "https://${CANARY}@proxy:3128"`,
  `http_proxy=http://ada:p@${CANARY}@proxy:3128`,
  `DB_PASSWORD=${CANARY}`,
  `password = "${CANARY}"`,
  `DB_PASSWORD="a b"'${CANARY}'`,
  `SMTP_PASS=a,b;${CANARY}`,
  `"identitytoken": "${CANARY}", "auth": "${CANARY}=="`,
  `export API_KEY='${CANARY}'`,
  `AWS_SECRET_ACCESS_KEY: ${CANARY}`,
  `--env=DB_PASSWORD=${CANARY}`,
  `--registry-token ${CANARY}`,
  `--password 'a b ${CANARY}'`,
  `--creds ada:${CANARY}`,
  `rw,username=ada,password=${CANARY},uid=0`,
  `Authorization: Bearer ${CANARY}`,
  `BOOT_IMAGE=/vmlinuz luks.passphrase=${CANARY} ro`,
  `alice:$y$j9T$${CANARY}$${CANARY}:19000::::::`,
  `ghp_${CANARY}${CANARY}`,
  `glpat-${CANARY}${CANARY}`,
  `postgres://ada:${CANARY}@db/app`,
];

/** The same, where only a line of its own means what it means. */
export const SECRET_LINES: readonly string[] = [
  `Environment=PLAIN=${CANARY}`,
  `|Environment="A=${CANARY}" B=${CANARY}`,
  `|Environment=A=1 \\\n|  B=${CANARY}`,
  `|env = ["A=${CANARY}"]`,
  `|env = [\n|  "A=]${CANARY}",\n|]`,
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}\n${CANARY}\n-----END OPENSSH PRIVATE KEY-----`,
];

const RUN = '20260102T030405Z-aaaaaa';
const ID = 'f'.repeat(64);

/** What probes print for which the recorded hosts have nothing, or nothing that says much. */
const SAMPLES: Readonly<Partial<Record<FactId, string>>> = {
  apiAnswer: 'service 900 /usr/bin/podman\n200 0 /run/user/1000/podman/podman.sock\n',
  authorizedKeys: `SHA256:${'a'.repeat(43)}\n`,
  closingSessions: 'session c1\nprocess 901 conmon\n',
  configuredPaths: 'directory /srv/storage\nabsent /opt/netavark\nprogram /usr/bin/crun\n',
  containersConf: [
    '@ok /etc/containers/containers.conf',
    '@= /etc/containers/containers.conf',
    '[containers]',
    'annotations = ["note=text"]',
    '[engine]',
    'runtime = "crun"',
    '',
  ].join('\n'),
  delegationDropIn: '[Service]\nDelegate=cpu cpuset io memory pids\n',
  dockerHostLines: '/home/alice/.profile:12:export DOCKER_HOST=ssh://ada@web2 LANG=C\n',
  fapolicydConfig:
    'read\n/etc/fapolicyd/fapolicyd.conf:3:permissive = 0\n/etc/fapolicyd/fapolicyd.rules:9:allow perm=any all : dir=/srv/x\n',
  journal: 'socket\ndirectory /var/log/journal/973cbc8c6bcf41b0a2640ceff35f7950\n',
  loginLimitsDropIn: 'alice hard nofile 524288\n',
  ociContainers: `alive 902 ${ID}\n`,
  outcomes: outcomesText({ run: ['exit 126', 'said Error: crun: a text of podman'] }),
  packages: 'manager apt\n+podman\n+uidmap\n',
  packetRules: recordedOutput('own-nftables'),
  proxies: 'session http_proxy\nmanager https_proxy\nservice\n',
  quadlets: [
    'file /home/alice/.config/containers/systemd/web.container',
    '|[Container]',
    '|Image=registry.example/web:1',
    '|PodmanArgs=--log-level debug',
    'generator /usr/lib/systemd/user-generators/podman-user-generator',
    'output /run/user/1000/systemd/generator',
    'manager',
    'unit web.service',
    '',
  ].join('\n'),
  registryAuth:
    '@ok /home/alice/.config/containers/auth.json\n@= /home/alice/.config/containers/auth.json\n{"auths":{"#1":{"stored":"x"}}}\n#1 registry.example\n',
  registryCertificates:
    'directory /etc/containers/certs.d/registry.example\nignored /etc/containers/certs.d/registry.example/ca.pem\n',
  rootJournal: journalOf({ run: RUN, fix: 'linger', step: STEPS.linger, left: 'a text' }).stdout,
  rootlessNetns: 'file=/run/user/1000/netns.pid\npid=903\ncommand=pasta\n',
  runningContainers: 'conmon 904\n|/usr/bin/conmon\n|-n\n|web\n|--log-level\n|warning\n',
  selinux:
    'enforce=1\nconfigured=enforcing\npolicy=default\ntypes=yes\nlabel=system_u:object_r:user_home_t:s0 /home/alice\n',
  sliceDropIn: '[Slice]\nTasksMax=33%\n',
  sliceSettings: 'file /etc/systemd/system/user-.slice.d/hardening.conf\n3 TasksMax=64\n',
  subidFileModes: 'ok 644 0 0 1745058028 regular file|/etc/subuid\n',
  targetAccount: 'name=podman\nexists=no\nuseradd=yes\nhome=/home/podman\nshell=/bin/bash\n',
  userJournal: journalOf({ run: RUN, fix: 'socket', step: STEPS.socket, left: 'a text' }).stdout,
  userStorageConf: '/home/alice/.config/containers/storage.conf\n[storage]\ndriver = "overlay"\n',
};

/** What is learned of a host by probes. */
export const PROBES: readonly ProbeFact<FactId, unknown>[] = (
  Object.values(facts) as Fact<FactId>[]
).filter((fact) => fact.as !== 'client');

/** What a probe prints on a host without secrets; empty when nobody has said it. */
export function sampleOf(id: FactId): string {
  const record = recordedHosts.get('healthy')?.probes[id];
  return SAMPLES[id] ?? (record?.status === 'done' ? record.stdout : '');
}

/** A word of the host between what its program writes around it: from here to there. */
type Place = readonly [from: number, to: number];

function placesOf(text: string): readonly Place[] {
  return [...text.matchAll(/[^\s=:|"',;{}()[\]]+/gu)].map(({ index, 0: word }) => [
    index,
    index + word.length,
  ]);
}

/** The text with a secret in the place of a word, written as the host's program writes it. */
function planted(text: string, [from, to]: Place, secret: string): string {
  const line = text.slice(text.lastIndexOf('\n', from) + 1, from);
  const isJson = /^\|?\s*[{["]/u.test(line);
  const written = isJson ? JSON.stringify(secret).slice(1, -1) : secret;
  return text.slice(0, from) + written + text.slice(to);
}

/**
 * What every probe prints: in the first variant all secrets behind what it says, in the others one of them in the place
 * of one of its words, another one in each.
 */
export function answersOf(variant: number): Readonly<Partial<Record<FactId, Answer>>> {
  return Object.fromEntries(
    PROBES.map(({ id }, at) => {
      const text = sampleOf(id);
      const places = placesOf(text);
      const secret = SECRETS[(variant + at) % SECRETS.length] ?? '';
      const place = places[(variant * 7 + at) % Math.max(places.length, 1)];
      if (variant === 0 || place === undefined) return [id, { stdout: text + everything() }];
      return [id, { stdout: planted(text, place, secret) }];
    }),
  );
}

function everything(): string {
  return `\n${[...SECRETS, ...SECRETS.map((one) => `|${one}`), ...SECRET_LINES].join('\n')}\n`;
}

/** A line of ours is shorter than 512 bytes. */
const COMPLAINT = `sudo: ${SECRETS.slice(0, 8).join(' ')}`.slice(0, 440);

/** The host in one of its variants; in every third one sudo refuses. */
export function canaryHost(variant: number): FakeHost {
  return {
    answers: () => answersOf(variant),
    onStep: () => 'failed',
    noise: everything(),
    ...(variant % 3 === 2 ? { refusal: COMPLAINT } : {}),
    seen: {
      streamlocal: {
        path: '/run/dbus/system_bus_socket',
        opened: false,
        error: SECRETS.join(' '),
      },
    },
  };
}
