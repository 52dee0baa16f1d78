/**
 * Plans for other tools, used on a real host: the exported plan of a broken host repairs it, and does nothing a second time.
 *
 *   npm run test:export                     all of them, on trixie
 *   npm run test:export -- ansible          one: sh, ansible or cloud-init
 *
 * Ansible is that of this machine (Debian: ansible-core). cloud-init itself is not in the guest: its packages, write_files and runcmd are
 * done in its order, as its manual says they are.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { PRELUDE, RUN } from './fault.ts';
import { Guest } from './guest.ts';
import { check, podready, wrongs } from './podready.ts';
import { type Outcome, run } from './run.ts';
import { sshArgs } from './ssh.ts';
import { Tally } from './tally.ts';
import { endShown } from './totals.ts';

const LIMIT_MS = 900_000;

/** Faults whose fixes have, between them, most kinds of steps: of root and of the user. */
const BREAK = `
rm /etc/containers/policy.json
echo 'kernel.keys.maxkeys = 2' >/etc/sysctl.d/99-zz-hardening.conf
sysctl -q -w kernel.keys.maxkeys=2
mkdir -p /etc/systemd/system/user@.service.d
printf '[Service]\\nDelegate=\\nDelegate=memory pids\\n' >/etc/systemd/system/user@.service.d/delegate.conf
systemctl daemon-reload
as alice 'systemctl --user disable --now podman.socket'
sed -i '/^alice:/d' /etc/subuid /etc/subgid
forget alice
loginctl disable-linger alice
systemctl stop user@1000.service`;

/** The modules of ansible-core for apt need python3-apt, which is not in the guest. */
const NO_PASTA = 'dpkg --remove --force-depends passt';

/** What the plan leaves to a person: the user manager takes its new controllers when it starts. */
const AFTERWARDS = 'systemctl restart user@1000.service';

interface Applied {
  readonly outcome: Outcome;
  /** How many steps say that they changed something. */
  readonly changed: number;
}

interface Format {
  readonly name: 'sh' | 'ansible' | 'cloud-init';
  readonly breakMore?: string;
  readonly apply: (guest: Guest, text: string) => Promise<Applied>;
}

const FORMATS: readonly Format[] = [
  { name: 'sh', breakMore: NO_PASTA, apply: applyScript },
  { name: 'cloud-init', breakMore: NO_PASTA, apply: applyCloudConfig },
  { name: 'ansible', apply: applyPlaybook },
];

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const guest = await Guest.start({ suite: 'trixie', say: console.error });
  const tally = new Tally(
    (name) => positionals.length === 0 || positionals.some((one) => name.endsWith(one)),
  );
  try {
    for (const format of FORMATS) {
      await tally.test(`export trixie: ${format.name}`, () => repairs(guest, format));
    }
  } finally {
    await guest.stop();
  }
  return await endShown(tally);
}

async function repairs(
  guest: Guest,
  { name, breakMore = '', apply }: Format,
): Promise<readonly string[]> {
  await guest.reset();
  guest.logout();
  await guest.must('root', `${PRELUDE}\n${BREAK}\n${breakMore}`, LIMIT_MS);
  const planned = await podready(guest, 'plan', { login: 'alice' }, ['--export', name]);
  const problems: string[] = [];
  if (planned.code !== 1) problems.push(`plan ended with ${planned.code}: ${planned.stderr}`);
  if (process.env['PODREADY_LAB_KEEP'] !== undefined) {
    await writeFile(join(process.env['PODREADY_LAB_KEEP'], `export-${name}`), planned.stdout);
  }
  const first = await apply(guest, planned.stdout);
  if (first.outcome.code !== 0) problems.push(`the first time: ${said(first.outcome)}`);
  if (first.changed === 0) problems.push(`it changed nothing: ${said(first.outcome)}`);
  const second = await apply(guest, planned.stdout);
  if (second.outcome.code !== 0 || second.changed > 0) {
    problems.push(`the second time: ${said(second.outcome)}`);
  }
  guest.logout();
  await guest.must('root', AFTERWARDS);
  const checked = await check(guest, { login: 'alice' }, []);
  if (checked.code !== 0) problems.push(`then check: ${wrongs(checked.host).join('; ')}`);
  const proof = await guest.exec('alice', RUN);
  if (proof.code !== 0) problems.push(`no container runs: ${said(proof)}`);
  return problems;
}

function said({ code, stdout, stderr }: Outcome): string {
  return `${code}: ${stdout}${stderr}`.trim().slice(-3000);
}

async function put(guest: Guest, path: string, text: string, mode = '644'): Promise<void> {
  const encoded = Buffer.from(text).toString('base64');
  await guest.must(
    'root',
    `echo ${encoded} | base64 -d | install -D -m ${mode} /dev/stdin '${path}'`,
  );
}

/** As root, after it was refused to somebody whom it is not for. */
async function applyScript(guest: Guest, text: string): Promise<Applied> {
  await put(guest, '/srv/plan.sh', text);
  const refused = await guest.exec('bob', 'sh /srv/plan.sh');
  const outcome = await guest.exec('root', 'sh /srv/plan.sh', LIMIT_MS);
  if (refused.code !== 2 || !refused.stderr.includes('refused, and nothing was changed')) {
    return { outcome: { ...refused, code: 99 }, changed: 0 };
  }
  return { outcome, changed: changedIn(outcome) };
}

function changedIn({ stdout }: Outcome): number {
  return Number(/^(?<count>\d+) changed,/mu.exec(stdout)?.groups?.['count'] ?? 0);
}

interface CloudConfig {
  readonly packages?: readonly string[];
  readonly write_files?: readonly { path: string; content: string; permissions: string }[];
  readonly runcmd?: readonly (readonly string[])[];
}

/** write_files is of the init stage; in the final one packages come before the script of runcmd. */
async function applyCloudConfig(guest: Guest, text: string): Promise<Applied> {
  if (!text.startsWith('#cloud-config\n')) throw new Error('cloud-init would not know it');
  const config = parse(text, { version: '1.1' }) as CloudConfig;
  const { packages = [], write_files: files = [], runcmd = [] } = config;
  if (packages.length === 0 || runcmd.length === 0) throw new Error('a part is missing');
  for (const { path, content, permissions } of files) await put(guest, path, content, permissions);
  await guest.must('root', `apt-get -y -q install ${packages.join(' ')} >/dev/null`, LIMIT_MS);
  const lines = runcmd.map((argv) => argv.map(quoted).join(' '));
  const outcome = await guest.exec('root', lines.join('\n'), LIMIT_MS);
  return { outcome, changed: changedIn(outcome) };
}

/** As cloud-init writes it (util.shellify). */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** As alice, who has sudo; twice is what makes sure that no task only pretends to look. */
async function applyPlaybook({ target }: Guest, text: string): Promise<Applied> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-ansible-'));
  try {
    const book = join(folder, 'plan.yml');
    await writeFile(book, text);
    const ssh = sshArgs(target).filter((word, at, all) => word !== '-p' && all[at - 1] !== '-p');
    const outcome = await run(
      'ansible-playbook',
      [
        ...['-i', `127.0.0.1:${target.port},`, '-u', 'alice', '--private-key', target.key],
        // Ansible takes away quotes around the whole, so it begins without one.
        ...[`--ssh-common-args=-T ${ssh.map(quoted).join(' ')}`, book],
      ],
      {
        timeoutMs: LIMIT_MS,
        env: {
          ...{ PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' },
          ...{ ANSIBLE_NOCOLOR: '1', ANSIBLE_PIPELINING: '1', ANSIBLE_TIMEOUT: '60' },
        },
      },
    );
    const changed = Number(/\bchanged=(?<count>\d+)/u.exec(outcome.stdout)?.groups?.['count'] ?? 0);
    return { outcome, changed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
