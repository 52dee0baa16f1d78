/** docs/killed.md, from what the lab saw. */
import type { LabFault } from './fault.ts';
import type { How, KilledStep, Phase } from './killed-step.ts';
import { Ledger, type Seen } from './ledger.ts';

/** One fault, and how the run that repairs it ends. */
export interface Case {
  readonly fault: LabFault;
  readonly how: How;
}

export type SeenStep = KilledStep & Seen;

export const killed = new Ledger<SeenStep>(
  'killed.json',
  ({ how, fault, step }) => `${how} ${fault} ${step}`,
);

const PHASE_TEXT: Readonly<Record<Phase, string>> = {
  begin: 'its beginning was in the journal',
  write: 'the new file was written beside the old one',
  moved: 'the new file was in its place',
  end: 'all was changed, and its end was written',
};

export function renderKilled(seen: readonly SeenStep[], cases: readonly Case[]): string {
  const good = seen.filter(({ problems }) => problems.length === 0);
  const of = (how: How): readonly SeenStep[] => seen.filter((one) => one.how === how);
  const missing = cases.filter(({ fault, how }) => !isComplete(seen, fault, how));
  return [
    HEAD,
    `- as expected: ${good.length} of ${seen.length} runs that were broken off`,
    `- killed: ${of('process').length} runs; connection cut: ${of('cut').length}; without power: ${of('power').length}`,
    `- kinds of steps: ${[...new Set(seen.map(({ kind }) => `\`${kind}\``))].toSorted().join(', ')}`,
    `- not seen to the last step: ${missing.length === 0 ? 'nothing' : missing.map(({ fault, how }) => `${fault.id} (${how})`).join(', ')}`,
    '',
    ...table('Killed on both sides', of('process')),
    ...table('Connection cut', of('cut')),
    ...table('Without power', of('power')),
    ...problemsOf(seen),
  ].join('\n');
}

/** All of its steps, up to the one that said that it was the last. */
function isComplete(seen: readonly SeenStep[], { id }: LabFault, how: How): boolean {
  const steps = seen.filter((one) => one.fault === id && one.how === how);
  const last = steps.find((one) => one.last);
  return last !== undefined && steps.length === last.step;
}

function table(title: string, seen: readonly SeenStep[]): readonly string[] {
  if (seen.length === 0) return [];
  return [
    `## ${title}`,
    '',
    '| fault | fix | step | it ended when | recovered | commit |',
    '| --- | --- | --- | --- | --- | --- |',
    ...seen.map(
      ({ fault, fix, step, kind, phase, problems, commit }) =>
        `| ${fault} | ${fix} | ${step}, ${kind} | ${PHASE_TEXT[phase]} | ${problems.length === 0 ? 'yes' : '**no**'} | ${commit} |`,
    ),
    '',
  ];
}

function problemsOf(seen: readonly SeenStep[]): readonly string[] {
  const bad = seen.filter(({ problems }) => problems.length > 0);
  if (bad.length === 0) return [];
  const lines = bad.map(
    ({ fault, how, step, problems }) =>
      `- ${fault} (${how}), step ${step}: ${(problems[0] ?? '').split('\n')[0]}`,
  );
  return ['## Not as expected', '', ...lines, ''];
}

const HEAD = `# Killed at any point

A run of \`podready fix\` may end at any moment: somebody kills podready or the step on the host, the connection breaks, the host
loses its power. Written by \`npm run test:killed\`, which ends a run in the middle of each of its steps on a real host, and then
demands that

- the next \`podready fix\` says that a run was broken off, and where (unless it was complete but for the last byte on its way to the disk),
- it ends well, and Podman works,
- the plan after that is empty, and nothing of ours lies about: no temporary file, no package that is half installed.

*Killed* means: the client with SIGKILL, then the shell of the step and all that it runs. *Connection cut* means: sshd's process of the session
is killed; the client must end with 5, and the step that runs comes to its end on the host. *Without power* means: the machine is
reset without a word, and boots from its disk; what had not been synced is gone. How it works: [repairing a host](fix.md#when-something-goes-wrong).

`;
