/**
 * What a local check costs on a host, in its own Node: medians of nine, interleaved. Writes the table of
 * docs/performance.md.
 *
 *   npm run bench:local
 *
 *   podready check − node -e 0   at most 1.5 × podman info
 *   podready --help              at most 2 × node -e 0
 */
import process from 'node:process';
import { Guest } from './guest.ts';
import { installPodready, PODREADY } from './podready-in-guest.ts';
import { writeMarked } from './marked.ts';
import { Tally } from './tally.ts';

const ROUNDS = 9;

const COMMANDS = {
  node: 'node -e 0',
  help: `${PODREADY} --help`,
  check: `${PODREADY} check`,
  info: 'podman info',
} as const;
type Name = keyof typeof COMMANDS;
const NAMES = Object.keys(COMMANDS) as Name[];

const tally = new Tally();
const guest = await Guest.start({ suite: 'trixie', say: console.error });
try {
  await installPodready(guest);
  const medians = await measure(guest);
  for (const name of NAMES) console.log(`${COMMANDS[name]}: ${medians[name]} ms`);
  const extra = medians.check - medians.node;
  await writeMarked('docs/performance.md', 'bench:local', tableOf(medians));
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

function tableOf({ node, help, check, info }: Record<Name, number>): string {
  const ratio = (value: number): string => value.toFixed(1);
  return [
    '| | measured | limit |',
    '| --- | --- | --- |',
    `| \`podready check\` less \`node -e 0\`, in \`podman info\` | ${ratio((check - node) / info)} | 1.5 |`,
    `| \`podready --help\`, in \`node -e 0\` | ${ratio(help / node)} | 2 |`,
    '',
    `Medians: \`podman info\` ${info} ms, \`node -e 0\` ${node} ms, \`podready check\` ${check} ms, \`podready --help\` ${help} ms.`,
  ].join('\n');
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
