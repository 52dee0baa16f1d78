/** One run of `fix` that ends in the middle of one of its steps: killed on both sides, by the power, or its connection cut. */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import process from 'node:process';
import { inject, prepare, verify } from './case.ts';
import type { LabFault } from './fault.ts';
import { needsOf, targetOf } from './fault-run.ts';
import type { Guest } from './guest.ts';
import { podready, startPodready } from './podready.ts';
import { type Outcome, sleep } from './run.ts';

/** `process`: client and step are killed. `power`: the host loses its power. `cut`: the connection breaks, and nothing else. */
export const HOWS = ['process', 'cut', 'power'] as const;
export type How = (typeof HOWS)[number];

/** What has just been done when the step ends. Not every step has each of them; all have the first and the last. */
export const PHASES = ['begin', 'write', 'moved', 'end'] as const;
export type Phase = (typeof PHASES)[number];

/** What was seen of one such run. */
export interface KilledStep {
  readonly fault: string;
  readonly how: How;
  /** The first step of the run is 1. */
  readonly step: number;
  readonly phase: Phase;
  readonly fix: string;
  readonly kind: string;
  /** No step came after it. */
  readonly last: boolean;
  readonly problems: readonly string[];
}

export async function killAt(
  guest: Guest,
  fault: LabFault,
  how: How,
  step: number,
): Promise<KilledStep> {
  await guest.reset();
  await prepare(guest, fault);
  await inject(guest, fault);
  await guest.must('root', arm(step, phaseOf(fault, how, step), how));
  const { phase, begun, problems } = await beginAndEnd(guest, fault, how);
  const { fix, last, step: applied } = begun;
  await guest.must('root', DISARM);
  // The last line of the run is written, though perhaps not on disk: there may be nothing to say.
  const mayBeComplete = last && (phase === 'end' || how === 'cut');
  problems.push(...(await recover(guest, fault, { mayBeComplete })));
  return { fault: fault.id, how, step, phase, fix, kind: applied.kind, last, problems };
}

/** Faults and steps take turns, so that kinds of steps meet each phase. */
function phaseOf({ id }: LabFault, how: How, step: number): Phase {
  const turn = createHash('sha256').update(`${how} ${id}`).digest().readUInt8(0) + step;
  return PHASES[turn % PHASES.length] ?? 'begin';
}

const PLACE = '/var/tmp/killed';

/**
 * A step makes what it wrote durable by sync(1). In its place stands one that stops at the wanted step and phase, or
 * else at the end of the step, and kills the process group of the step once the client is dead (only the beginning of
 * the step has then reached the disk for certain), or goes on where only the connection was cut.
 */
function arm(step: number, phase: Phase, how: How): string {
  return `
set -e
mkdir ${PLACE}
chmod 777 ${PLACE}
cd ${PLACE}
echo 0 >begun
echo ${step} >at
echo ${phase} >phase
chmod 666 begun
mv /usr/bin/sync /usr/bin/sync.real
cat >/usr/bin/sync <<'END'
#!/bin/sh
cd ${PLACE}
case "$*" in
  */podready/journal*)
    for f; do case $f in *.ndjson) line=$(tail -n 1 -- "$f") ;; esac; done
    case $line in
      '{"event":"begin"'*) /usr/bin/sync.real "$@"; echo $(($(cat begun) + 1)) >begun; phase=begin ;;
      *) phase=end ;;
    esac ;;
  */.podready-*) phase=write ;;
  *) phase=moved ;;
esac
if [ "$(cat begun)" = "$(cat at)" ]; then
  if [ $phase = begin ]; then printf '%s\\n' "$line" >step; fi
  if [ $phase = "$(cat phase)" ] || [ $phase = end ]; then
    echo $phase >now
    i=0
    until [ -e gone ] || [ $i -ge 600 ]; do sleep 0.1; i=$((i + 1)); done
    ${how === 'cut' ? ':' : 'kill -9 0'}
  fi
fi
exec /usr/bin/sync.real "$@"
END
chmod 755 /usr/bin/sync
/usr/bin/sync.real`;
}

const DISARM = `mv -f /usr/bin/sync.real /usr/bin/sync; rm -rf ${PLACE}; sync`;

/** The line of the journal with which the step began. */
interface Begun {
  readonly fix: string;
  readonly last: boolean;
  readonly step: { readonly kind: string };
}

async function beginAndEnd(
  guest: Guest,
  fault: LabFault,
  how: How,
): Promise<Stopped & { readonly problems: string[] }> {
  const args = [...fixOptions(fault), '--only', onlyOf(fault), ...needsOf(fault)];
  const client = startPodready(guest, 'fix', targetOf(fault), args);
  const said: string[] = [];
  client.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  try {
    const stopped = await untilStopped(guest, () => client.exitCode !== null);
    if (stopped === null) throw new Error(`the run was not stopped: ${said.join('')}`);
    return { ...stopped, problems: how === 'cut' ? await cut(guest, client, fault) : [] };
  } finally {
    if (client.exitCode === null) process.kill(-(client.pid ?? 0), 'SIGKILL');
    if (how === 'power') await guest.powerCycle();
    else await guest.exec('root', `: >${PLACE}/gone; sleep 1`);
  }
}

/** The client must see it, and end as a fix does that failed. */
async function cut(guest: Guest, client: ChildProcess, { user }: LabFault): Promise<string[]> {
  guest.logout();
  await guest.must('root', `pkill -KILL -f '^sshd(-session)?: ${user}[ @]'`);
  for (let tries = 0; client.exitCode === null && tries < 400; tries++) await sleep(300);
  const { exitCode } = client;
  return exitCode === 5 ? [] : [`the client ended with ${exitCode ?? 'nothing'}`];
}

interface Stopped {
  readonly phase: Phase;
  readonly begun: Begun;
}

/** `null` when the client comes to its end before. */
async function untilStopped(guest: Guest, hasEnded: () => boolean): Promise<Stopped | null> {
  for (let tries = 0; tries < 1000; tries++) {
    const ended = hasEnded();
    const { code, stdout } = await guest.exec('root', `cd ${PLACE} && cat now step`);
    if (code === 0) {
      const [phase = '', line = ''] = stdout.split('\n');
      const known = PHASES.find((one) => one === phase);
      if (known !== undefined) return { phase: known, begun: JSON.parse(line) as Begun };
    }
    if (ended) return null;
    await sleep(300);
  }
  return null;
}

function fixOptions({ fix }: LabFault): readonly string[] {
  return [fix.kind === 'by-id' ? `--yes=${fix.yes}` : '--yes'];
}

function onlyOf({ fix, expect }: LabFault): string {
  return fix.kind === 'by-id' ? fix.id : expect.check;
}

/** The next run says what happened and finishes; nothing is left of the first one. */
async function recover(
  guest: Guest,
  fault: LabFault,
  { mayBeComplete }: { readonly mayBeComplete: boolean },
): Promise<string[]> {
  const problems: string[] = [];
  await guest.must('root', UNCONFIRMED);
  // All checks would take most of the time, and say nothing that Podman does not say below.
  const more = ['--only', onlyOf(fault), ...needsOf(fault)];
  const fixed = await fixAgain(guest, fault, more);
  if (!mayBeComplete && !/did not come to its end; it stopped/u.test(fixed.stderr)) {
    problems.push(`the next run does not say that one was broken off: ${said(fixed)}`);
  }
  if (fixed.code !== 0 && fault.afterFix === undefined) {
    problems.push(`the next fix ended with ${fixed.code}: ${said(fixed)}`);
  }
  guest.logout();
  if (fault.afterFix !== undefined) await guest.must('root', fault.afterFix);
  const proof = await verify(guest, fault);
  if (proof.code !== 0) problems.push(`Podman does not work: ${said(proof)}`);
  const plan = await podready(guest, 'plan', targetOf(fault), ['--detailed-exitcode', ...more]);
  if (plan.code !== 0) problems.push(`the second plan ended with ${plan.code}: ${said(plan)}`);
  const left = await guest.must('root', LEFT);
  if (left !== '') problems.push(`left behind: ${left}`);
  return problems;
}

/** A guest on a machine that does too much at once may be slow to answer after it booted. */
async function fixAgain(guest: Guest, fault: LabFault, more: readonly string[]): Promise<Outcome> {
  const args = [...fixOptions(fault), ...more];
  for (let tries = 0; ; tries++) {
    const fixed = await podready(guest, 'fix', targetOf(fault), args);
    if (fixed.code !== 3 || tries === 3) return fixed;
    await sleep(10_000);
  }
}

/** What nobody confirms is taken back after a minute; whoever looks before sees what will not stay. */
const UNCONFIRMED = `
n=0
while ls -d /var/lib/podready/guard/*/* 2>/dev/null | grep -q -e /armed$ -e /fired$ && [ $n -lt 100 ]; do n=$((n + 1)); sleep 1; done`;

const LEFT = `
find /etc /home /root -xdev -name '.podready-*' -o -name 'podready-guard-*'
ls /var/lib/podready/guard 2>/dev/null
dpkg --audit`;

function said({ stdout, stderr }: Outcome): string {
  return (stdout + stderr).trim();
}
