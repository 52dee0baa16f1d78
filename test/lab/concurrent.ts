/**
 * Many runs of `fix` at once end in the same state as one: a hundred in the guest itself, each with its own shells, and
 * many over SSH, eight connections at a time.
 *
 *   npm run test:concurrent
 *   npm run test:concurrent -- --local 100 --ssh 0     only those on the host
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { inject } from './case.ts';
import { changes, configurationOf } from './configuration.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import type { Manifest } from './manifest.ts';
import { podready } from './podready.ts';
import { installPodready } from './podready-in-guest.ts';
import type { Outcome } from './run.ts';
import { Tally } from './tally.ts';
import { endShown, keepShown } from './totals.ts';

/** Their fixes change files of root and of the user, ids, and linger. */
const FAULTS: readonly string[] = ['subid-missing', 'linger-off', 'policy-missing'];

const broken = faults.filter(({ id }) => FAULTS.includes(id));

const AT_ONCE = 8;
const USER = 'alice';
const BROKEN = 'broken';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      local: { type: 'string', default: '100' },
      ssh: { type: 'string', default: '100' },
    },
  });
  const guest = await Guest.start({ suite: 'trixie', say: console.error });
  const tally = new Tally();
  try {
    await installPodready(guest);
    for (const fault of broken) await inject(guest, fault);
    await guest.save(BROKEN);
    const one = await fixOverSsh(guest);
    if (one.code !== 0) throw new Error(`one run ended with ${one.code}: ${said(one)}`);
    const wanted = await configurationOf(guest, USER);
    const [locals, remotes] = [Number(values.local), Number(values.ssh)];
    if (locals > 0) {
      await tally.test(`concurrent trixie: ${locals} runs at once on the host`, () =>
        inGuest(guest, locals, wanted),
      );
      await keepShown(tally);
    }
    if (remotes > 0) {
      await tally.test(`concurrent trixie: ${remotes} runs over SSH, ${AT_ONCE} at a time`, () =>
        overSsh(guest, remotes, wanted),
      );
    }
  } finally {
    await guest.stop();
  }
  return await endShown(tally);
}

/** Of these faults only: a hundred full looks are too much for an emulated host, whose probes then run into their limit. */
function fixOverSsh(guest: Guest): Promise<Outcome> {
  const only = broken.flatMap(({ expect }) => ['--only', expect.check]);
  return podready(guest, 'fix', { login: USER }, ['--yes', ...only]);
}

async function overSsh(guest: Guest, many: number, wanted: Manifest): Promise<readonly string[]> {
  await guest.reset(BROKEN);
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    while (outcomes.length < many) {
      const at = outcomes.push(PENDING) - 1;
      outcomes[at] = await fixOverSsh(guest);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = outcomes.map(({ ms }) => ms / 1000).toSorted((a, b) => a - b);
  console.log(`  each took ${seconds[0]?.toFixed(0)} to ${seconds.at(-1)?.toFixed(0)} s`);
  const waited = outcomes.filter(({ stderr }) => stderr.includes('Waiting: run ')).length;
  console.log(`  ${waited} of ${many} runs had to wait for another one`);
  const problems = outcomes
    .filter(({ code }) => code !== 0)
    .map((one) => `a run ended with ${one.code}: ${said(one)}`);
  return [...problems, ...changes(wanted, await configurationOf(guest, USER))];
}

const PENDING: Outcome = { code: -1, stdout: '', stderr: '', ms: 0 };

/** A hundred runs of three steps, each with a shell of root's or the user's, under emulation. */
const LIMIT_MS = 3_000_000;

/** Each of them planned while the host was broken, so that all want to change the same. */
async function inGuest(guest: Guest, many: number, wanted: Manifest): Promise<readonly string[]> {
  await guest.reset(BROKEN);
  const done = await guest.exec(
    USER,
    `node --input-type=module -e "$(cat <<'END'\n${SCRIPT}\nEND\n)" ${many}`,
    LIMIT_MS,
  );
  if (done.code !== 0) return [`it ended with ${done.code}: ${said(done)}`];
  const results = JSON.parse(done.stdout) as readonly Result[];
  const statuses = results.flatMap(({ steps }) => steps.map(({ status }) => status));
  const steps = new Set(results.flatMap((one) => one.steps.map(({ step }) => step)));
  const count = (status: string): number => statuses.filter((one) => one === status).length;
  console.log(
    `  ${steps.size} steps: ${count('done')} times done, ${count('already')} times so already, ${count('refused')} times refused`,
  );
  const problems = results
    .flatMap((one) => one.steps)
    .filter((one) => one.status !== 'done' && one.status !== 'already' && !hadToGiveUp(one))
    .map(({ step, status, because }) => `${step}: ${status}: ${because ?? ''}`);
  if (results.length !== many) problems.push(`${results.length} runs of ${many}`);
  return [...problems, ...changes(wanted, await configurationOf(guest, USER))];
}

interface Result {
  readonly steps: readonly StepSaid[];
}

interface StepSaid {
  readonly step: string;
  readonly status: string;
  readonly because: string | null;
}

/** Nobody waits longer than five minutes; who gives up says for whom it waited. */
function hadToGiveUp({ status, because }: StepSaid): boolean {
  return status === 'refused' && /^another podready changes this host: run \d/u.test(because ?? '');
}

/** One process, since a guest has no memory for a hundred of Node; each run has shells of its own. */
const SCRIPT = `
const only = ${JSON.stringify(broken.map(({ expect }) => expect.check))};
const from = (name) => import('/opt/podready/dist/src/' + name);
const { LocalTransport } = await from('transport/local.js');
const { checkHost } = await from('engine/check-host.js');
const { applyPlan, newRunId } = await from('engine/apply.js');
const { withConsent } = await from('engine/plan.js');
const { selectForFix } = await from('cli/fix-selection.js');
const { planOf } = await from('cli/planned.js');
const selected = selectForFix({ only, skip: [] });
const needs = { names: new Set(['run', 'api', 'boot', 'remote']), ports: [] };
const checked = await checkHost(new LocalTransport(), selected.selection, needs, {
  sudo: 'auto', user: '', hostSeconds: 180,
});
const plan = withConsent(planOf({ report: checked.report, checked }, selected), 'safe');
const runs = Array.from({ length: Number(process.argv[1]) }, () =>
  applyPlan(new LocalTransport(), plan, { run: newRunId(new Date()), sudo: 'auto', user: '' }));
const results = (await Promise.all(runs)).map(({ fixes }) => ({
  steps: fixes.flatMap((fix) => fix.steps.map(({ step, status, because }) =>
    ({ step: step.summary, status, because }))),
}));
console.log(JSON.stringify(results));
`;

function said({ stdout, stderr }: Outcome): string {
  return (stdout + stderr).trim().slice(-2_000);
}

process.exitCode = await main();
