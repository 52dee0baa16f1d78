/**
 * What a local check costs on a host, in its own Node: medians of nine, interleaved.
 *
 *   npm run bench:local
 *
 *   podready check − node -e 0   at most 1.5 × podman info
 *   podready --help              at most 2 × node -e 0
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { Guest } from './guest.ts';
import { REPO } from './paths.ts';
import { must } from './run.ts';
import { sshArgs } from './ssh.ts';
import { Tally } from './tally.ts';

const ROUNDS = 9;

const COMMANDS = {
  node: 'node -e 0',
  help: 'node /opt/podready/bin/podready.js --help',
  check: 'node /opt/podready/bin/podready.js check',
  info: 'podman info',
} as const;
type Name = keyof typeof COMMANDS;
const NAMES = Object.keys(COMMANDS) as Name[];

const tally = new Tally();
const guest = await Guest.start({ suite: 'trixie', say: console.error });
try {
  await guest.must('root', 'apt-get -y -q install nodejs >/dev/null');
  await copyPodready(guest);
  const medians = await measure(guest);
  for (const name of NAMES) console.log(`${COMMANDS[name]}: ${medians[name]} ms`);
  const extra = medians.check - medians.node;
  await tally.test(`check − node = ${extra} ms, limit ${1.5 * medians.info} ms`, () =>
    Promise.resolve(extra <= 1.5 * medians.info ? [] : ['too slow']),
  );
  await tally.test(`--help = ${medians.help} ms, limit ${2 * medians.node} ms`, () =>
    Promise.resolve(medians.help <= 2 * medians.node ? [] : ['too slow']),
  );
} finally {
  await guest.stop();
}
process.exitCode = tally.end();

/** What `npm pack` holds, with the production dependencies of this checkout. */
async function copyPodready(target: Guest): Promise<void> {
  const packed = JSON.parse(
    await must('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: REPO }),
  ) as { files: { path: string }[] }[];
  const files = (packed[0]?.files ?? []).map(({ path }) => path);
  const installed = await must('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: REPO });
  const modules = installed
    .split('\n')
    .filter((line) => line.startsWith(`${REPO}node_modules/`))
    .map((line) => line.slice(REPO.length));
  await target.must('root', 'install -d -o alice /opt/podready');
  await pipeTar(target, [...files, ...topLevel(modules)]);
}

/** A package inside another's node_modules comes with that one. */
function topLevel(modules: readonly string[]): string[] {
  return modules.filter((path) => path.lastIndexOf('node_modules/') === 0);
}

function pipeTar(target: Guest, paths: readonly string[]): Promise<void> {
  const tar = spawn('tar', ['-C', REPO, '-czf', '-', ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const unpack = ['alice@127.0.0.1', 'tar -C /opt/podready -xzf -'];
  const ssh = spawn('ssh', [...sshArgs(target.target), ...unpack], {
    stdio: [tar.stdout, 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    ssh.once('error', reject);
    ssh.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`copying podready into the guest ended with ${code}`));
    });
  });
}

async function measure(target: Guest): Promise<Record<Name, number>> {
  const one = NAMES.map(
    (name) => `
  start=$(date +%s%N)
  ${COMMANDS[name]} >/tmp/said 2>&1 || { echo "failed ${name} $?"; cat /tmp/said; }
  echo "${name} $((($(date +%s%N) - start) / 1000000))"`,
  ).join('');
  // The first round warms the caches and is not counted.
  const script = `i=0\nwhile [ $i -le ${ROUNDS} ]; do\n  i=$((i + 1))${one}\ndone`;
  const text = await target.must('alice', script, 1_200_000);
  if (text.includes('failed')) throw new Error(text.slice(0, 3_000));
  const times = (name: Name): number[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => Number(line.split(' ')[1]))
      .slice(1);
  return Object.fromEntries(NAMES.map((name) => [name, median(times(name))])) as Record<
    Name,
    number
  >;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
