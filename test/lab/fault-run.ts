/** One fault, from end to end: break, check, fix, prove by Podman, and plan again. */
import type { CheckResult } from '../../src/model/report.ts';
import { inject, prepare, verify } from './case.ts';
import type { LabFault } from './fault.ts';
import type { Guest } from './guest.ts';
import { check, type Checked, podready, type Target, wrongs } from './podready.ts';
import type { SuiteName } from './recipe/suites.ts';
import { again } from './tally.ts';

export interface FaultResult {
  readonly fault: string;
  readonly area: string;
  readonly suite: SuiteName;
  /** What the fault harms while Podman itself works; null when Podman is what it breaks. */
  readonly harm: string | null;
  /** Podman really was broken. */
  readonly broken: boolean;
  /** The expected check failed. */
  readonly found: boolean;
  /** It was named before every other cause. */
  readonly first: boolean;
  /** The other causes that were named. */
  readonly others: readonly string[];
  readonly repair: 'fixed' | 'not fixed' | 'by hand';
  /** Podman works after the fix. */
  readonly works: boolean | null;
  readonly secondPlanEmpty: boolean | null;
  readonly problems: readonly string[];
  readonly ms: number;
}

type Progress = { -readonly [Key in keyof FaultResult]: FaultResult[Key] } & { problems: string[] };

export async function runFault(guest: Guest, fault: LabFault): Promise<FaultResult> {
  const started = Date.now();
  let result = nothingYet(guest, fault);
  try {
    await again(async () => {
      result = nothingYet(guest, fault);
      await go(guest, fault, result);
    });
  } catch (cause) {
    result.problems.push(cause instanceof Error ? cause.message : String(cause));
  }
  return { ...result, ms: Date.now() - started };
}

function nothingYet(guest: Guest, fault: LabFault): Progress {
  return {
    fault: fault.id,
    area: fault.area,
    harm: fault.harm ?? null,
    suite: guest.suite,
    broken: false,
    found: false,
    first: false,
    others: [],
    repair: fault.fix.kind === 'manual' ? 'by hand' : 'not fixed',
    works: null,
    secondPlanEmpty: null,
    problems: [],
    ms: 0,
  };
}

async function go(guest: Guest, fault: LabFault, result: Progress): Promise<void> {
  await guest.reset();
  await prepare(guest, fault);
  await inject(guest, fault);
  const broken = await verify(guest, fault);
  result.broken = broken.code !== 0;
  if (!result.broken) result.problems.push('Podman works although the fault is there');
  if (!diagnose(fault, await check(guest, targetOf(fault), needsOf(fault)), result)) return;
  if (fault.fix.kind === 'manual') return;
  if (!(await repair(guest, fault, result))) return;
  await proveRepair(guest, fault, result);
}

/** Who logs in, and whose Podman is meant. */
export function targetOf(fault: LabFault): Target {
  return fault.throughRoot === true ? { login: 'root', user: fault.user } : { login: fault.user };
}

export function needsOf(fault: LabFault): string[] {
  return (fault.needs ?? []).flatMap((need) => ['--need', need]);
}

/** Was the true cause named, and first? */
function diagnose(fault: LabFault, { code, host }: Checked, result: Progress): boolean {
  const expected = fault.expect.check;
  const [first] = host.rootCauses;
  const one = host.results.find((entry) => entry.check === expected);
  result.found = one?.status === 'fail';
  result.first = [expected, ...(fault.expect.together ?? [])].includes(first?.check ?? '');
  result.others = host.rootCauses.map((cause) => cause.check).filter((id) => id !== expected);
  if (!result.found) result.problems.push(`${expected} is ${one?.status ?? 'not a check'}`);
  if (!result.first) {
    result.problems.push(`first cause: ${first?.check ?? 'none'} (exit ${code})`, ...wrongs(host));
  }
  if (one !== undefined) result.problems.push(...wording(fault, one));
  return result.found;
}

/** The right message, and for a repair by hand the commands. */
function wording(fault: LabFault, { findings, commands }: CheckResult): string[] {
  const { check: id, messageId } = fault.expect;
  const said = findings.map((finding) => finding.messageId);
  const problems: string[] = [];
  if (messageId !== undefined && !said.includes(messageId)) {
    problems.push(`${id} says ${said.join(', ') || 'nothing'}, expected ${messageId}`);
  }
  if (said.length > 0 && fault.fix.kind === 'manual' && commands.length === 0) {
    problems.push(`${id} does not say how to repair it by hand`);
  }
  return problems;
}

async function repair(guest: Guest, fault: LabFault, result: Progress): Promise<boolean> {
  const { fix } = fault;
  if (fix.kind === 'manual') return false;
  const how = fix.kind === 'auto' ? ['--yes'] : [`--yes=${fix.yes}`, '--only', fix.id];
  const done = await podready(guest, 'fix', targetOf(fault), [...how, ...needsOf(fault)]);
  // What is left for the next login or boot is not repaired in this run, and podready says so by its exit code.
  const good =
    done.code === 0 ||
    (fault.afterFix !== undefined && done.code !== 2) ||
    (fault.unseen !== undefined && done.code === 3);
  result.repair = good ? 'fixed' : 'not fixed';
  if (!good) {
    result.problems.push(`fix ended with ${done.code}:\n${(done.stdout + done.stderr).trim()}`);
  }
  return true;
}

async function proveRepair(guest: Guest, fault: LabFault, result: Progress): Promise<void> {
  guest.logout();
  if (fault.afterFix !== undefined) await guest.must('root', fault.afterFix);
  const proof = await verify(guest, fault);
  result.works = proof.code === 0;
  if (!result.works) {
    result.problems.push(`after the fix: ${(proof.stdout + proof.stderr).trim() || proof.code}`);
  }
  const only = fault.fix.kind === 'by-id' ? ['--only', fault.fix.id] : [];
  const again = ['--detailed-exitcode', ...only, ...needsOf(fault)];
  const plan = await podready(guest, 'plan', targetOf(fault), again);
  result.secondPlanEmpty = plan.code === 0;
  if (!result.secondPlanEmpty) {
    result.problems.push(
      `a second plan ended with ${plan.code}:\n${(plan.stdout + plan.stderr).trim()}`,
    );
  }
}
